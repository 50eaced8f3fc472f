/** The fields of a program's form for fees and limits, of a program that has none. */
export const NO_LIMITS_TEXT = {
  haulingPerM3Isk: '',
  densityLimitIsk: '',
  densityTaxPercent: '',
  salePercent: '',
  saleFrom: '',
  saleUntil: '',
  dailyCapIsk: '',
  pilotDailyCapIsk: '',
  takesDonations: false,
};
