const FINAL_TEXT = 0x81;
const SHORT = 125;
const MEDIUM = 0xffff;

/**
 * One whole unmasked text frame (RFC 6455, section 5.2), as a server sends it. Made once, it goes to any
 * number of sockets, with one write each.
 */
export function frameText(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const start = length <= SHORT ? 2 : length <= MEDIUM ? 4 : 10;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = FINAL_TEXT;
  if (start === 2) {
    frame[1] = length;
  } else if (start === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeUInt32BE(Math.floor(length / 2 ** 32), 2);
    frame.writeUInt32BE(length >>> 0, 6);
  }
  frame.write(text, start);
  return frame;
}
