/** Longitude and latitude of a place, the name of its shape, and other names and codes. */
export type Place = [[number, number], string, ...string[]];
export const COUNTRIES: Place[];
export const STATES: Place[];
