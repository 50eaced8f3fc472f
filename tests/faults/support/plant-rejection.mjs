// Loaded before a process's own code: SIGUSR2 makes a promise that is rejected, and that nobody has.
process.on('SIGUSR2', () => {
  void Promise.reject(new Error('planted'));
});
