// SPDX-License-Identifier: Apache-2.0
// The one place that prints and reads units.
export * from "./parse_position";
export * from "./position";
export * from "./sharing_words";
export * from "./time";
export * from "./units";
export * from "./words";
export * from "./zone_words";
