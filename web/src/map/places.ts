// SPDX-License-Identifier: Apache-2.0
// Names for orientation only: seas, straits and ports, from which zoom they are shown. Written for Fairlead; not for
// navigation.

export type PlaceKind = "sea" | "strait" | "port" | "land";
export interface Place { name: string; lat: number; lon: number; zoom: number; kind: PlaceKind }

// name, latitude, longitude, zoom from which it is shown
type Row = readonly [string, number, number, number];

const kSeas: readonly Row[] = [
  ["North Atlantic Ocean", 32, -42, 1.5], ["South Atlantic Ocean", -25, -15, 1.5], ["North Pacific Ocean", 30, -165, 1.5],
  ["South Pacific Ocean", -30, -130, 1.5], ["Indian Ocean", -22, 80, 1.5], ["Southern Ocean", -62, 30, 2], ["Arctic Ocean", 82, -150, 2],
  ["North Sea", 56.3, 3.2, 3.5], ["Norwegian Sea", 68, 1, 3], ["Baltic Sea", 57.3, 19.4, 4.2], ["Barents Sea", 74, 38, 3],
  ["Celtic Sea", 50.4, -8, 4.6], ["Irish Sea", 53.8, -5, 5.4], ["English Channel", 49.95, -2.35, 4.8], ["Bay of Biscay", 45.4, -5, 4],
  ["Mediterranean Sea", 34.6, 19, 3], ["Tyrrhenian Sea", 40, 12.2, 4.8], ["Adriatic Sea", 42.9, 15.6, 4.6], ["Aegean Sea", 38.6, 25.1, 4.8],
  ["Ionian Sea", 37.8, 19, 4.8], ["Alboran Sea", 36, -3.3, 5.4], ["Balearic Sea", 40.3, 2.3, 5], ["Ligurian Sea", 43.4, 9, 5.6],
  ["Black Sea", 43.3, 34, 3.6], ["Caspian Sea", 42, 50.6, 3.6], ["Red Sea", 20.5, 38.4, 3.6], ["Gulf of Aden", 12.3, 48, 4.2],
  ["Arabian Sea", 15, 64, 2.8], ["Persian Gulf", 27, 51, 4.2], ["Gulf of Oman", 24.8, 58.6, 5], ["Bay of Bengal", 14, 88, 2.8],
  ["Andaman Sea", 10.5, 95.8, 4], ["South China Sea", 14, 114.5, 3], ["East China Sea", 29, 125, 3.6], ["Yellow Sea", 36, 123, 4],
  ["Sea of Japan", 40, 135, 3.4], ["Philippine Sea", 19, 132, 3], ["Java Sea", -5, 111.5, 4], ["Celebes Sea", 3.2, 122.5, 4], ["Banda Sea", -5.5, 127, 4.2],
  ["Timor Sea", -11, 127, 4], ["Coral Sea", -17, 153, 3], ["Tasman Sea", -38, 161, 2.8], ["Bering Sea", 58, -178, 3], ["Sea of Okhotsk", 54, 149, 3],
  ["Gulf of Alaska", 57, -146, 3.4], ["Hudson Bay", 60, -86, 3], ["Labrador Sea", 58, -53, 3], ["Baffin Bay", 73.5, -66, 3.4],
  ["Gulf of St Lawrence", 48, -62, 4.4], ["Gulf of Mexico", 25, -90, 3], ["Caribbean Sea", 15, -75, 3], ["Sargasso Sea", 28, -60, 3.6],
  ["Gulf of Guinea", 2, 3, 3.2], ["Mozambique Channel", -19, 41, 3.8], ["Gulf of California", 27.5, -111.5, 4.6], ["Gulf of Thailand", 10, 101.5, 4.2],
  ["Greenland Sea", 76, -5, 3], ["Denmark Strait", 66.6, -27, 4], ["Gulf of Bothnia", 61.8, 19.8, 4.8], ["Gulf of Finland", 59.8, 25.4, 5.4],
  ["Gulf of Riga", 57.7, 23.6, 6], ["Lyme Bay", 50.55, -3.0, 7.2], ["Baie de Seine", 49.6, -0.6, 6.8], ["Golfe de Saint-Malo", 48.95, -2.35, 7.2],
  ["Mount's Bay", 50.02, -5.48, 8.8], ["Thames Estuary", 51.55, 1.15, 7.6], ["The Wash", 52.95, 0.35, 7.8], ["German Bight", 54.2, 7.4, 6],
  ["Bristol Channel", 51.35, -4.2, 6.6], ["Golfe du Lion", 42.8, 3.9, 5.6], ["Gulf of Cádiz", 36.7, -7, 5.8], ["Oslofjord", 59.2, 10.6, 7.8],
];

const kStraits: readonly Row[] = [
  ["Strait of Dover", 51.0, 1.42, 6.8], ["The Solent", 50.765, -1.3, 9.4], ["Strait of Gibraltar", 35.95, -5.6, 6.6], ["Skagerrak", 57.9, 9, 5],
  ["Kattegat", 56.8, 11.6, 5.4], ["The Sound", 55.8, 12.75, 7.6], ["Great Belt", 55.5, 10.9, 7.6], ["Pentland Firth", 58.71, -3.2, 7.6], ["Bosporus", 41.1, 29.06, 8],
  ["Dardanelles", 40.2, 26.4, 7.4], ["Bab el Mandeb", 12.6, 43.35, 6.4], ["Strait of Hormuz", 26.5, 56.4, 5.8], ["Strait of Malacca", 3.6, 99.6, 4.6],
  ["Singapore Strait", 1.2, 103.95, 7.4], ["Sunda Strait", -5.95, 105.8, 6.2], ["Lombok Strait", -8.75, 115.8, 6.8], ["Taiwan Strait", 24.3, 119.5, 5],
  ["Korea Strait", 34.6, 129.4, 6], ["Torres Strait", -10.3, 142.3, 5.6], ["Bass Strait", -39.9, 146, 5], ["Cook Strait", -41.3, 174.4, 6.4],
  ["Florida Straits", 24, -81, 5.4], ["Windward Passage", 20, -73.8, 6], ["Mona Passage", 18.4, -67.8, 6.2], ["Yucatán Channel", 21.7, -85.9, 5.8],
  ["Strait of Magellan", -53.5, -70.6, 5.6], ["Drake Passage", -58.5, -64, 3.6], ["Davis Strait", 66, -58, 4], ["Bering Strait", 65.8, -169, 4.8],
  ["Strait of Messina", 38.1, 15.6, 8], ["Strait of Otranto", 40.2, 19, 6.6], ["Alderney Race", 49.71, -2.05, 9.6], ["St George's Channel", 52.0, -6.1, 6.6], ["North Channel", 54.9, -5.5, 7],
];

const kPorts: readonly Row[] = [
  ["Plymouth", 50.37, -4.14, 6.6], ["Falmouth", 50.15, -5.06, 7], ["Penzance", 50.12, -5.53, 8], ["Dartmouth", 50.35, -3.58, 8.4], ["Torquay", 50.46, -3.53, 8.2],
  ["Exmouth", 50.62, -3.41, 8.8], ["Weymouth", 50.61, -2.45, 7.6], ["Poole", 50.71, -1.98, 7.6], ["Southampton", 50.9, -1.4, 6.4], ["Portsmouth", 50.81, -1.09, 7.2],
  ["Cowes", 50.76, -1.3, 9], ["Shoreham", 50.83, -0.25, 8.2], ["Brighton", 50.82, -0.14, 7], ["Newhaven", 50.79, 0.06, 8], ["Hastings", 50.85, 0.58, 7.8], ["Dungeness", 50.91, 0.97, 8],
  ["Folkestone", 51.08, 1.18, 8.4], ["Dover", 51.13, 1.32, 6.6], ["Ramsgate", 51.33, 1.42, 8], ["London", 51.5, -0.12, 5], ["Harwich", 51.94, 1.28, 7], ["Felixstowe", 51.96, 1.32, 7.6],
  ["Calais", 50.96, 1.85, 6.8], ["Dunkerque", 51.04, 2.37, 7], ["Boulogne", 50.73, 1.6, 7.6], ["Dieppe", 49.93, 1.08, 7], ["Fécamp", 49.76, 0.37, 8.2], ["Le Havre", 49.49, 0.11, 6.2],
  ["Rouen", 49.44, 1.1, 7.2], ["Caen", 49.18, -0.36, 7.4], ["Cherbourg", 49.64, -1.62, 6.4], ["Granville", 48.84, -1.6, 8.2], ["Saint-Malo", 48.65, -2.01, 7], ["Saint Peter Port", 49.46, -2.54, 7.2],
  ["Saint Helier", 49.18, -2.11, 7.4], ["Alderney", 49.72, -2.2, 8.4], ["Roscoff", 48.73, -3.98, 7.6], ["Brest", 48.39, -4.49, 6], ["Lorient", 47.75, -3.37, 6.8], ["Saint-Nazaire", 47.27, -2.2, 6.6],
  ["Ostend", 51.23, 2.92, 7.2], ["Zeebrugge", 51.33, 3.2, 7], ["Antwerp", 51.23, 4.4, 5.8], ["Vlissingen", 51.45, 3.58, 7.6], ["Rotterdam", 51.93, 4.4, 5], ["Amsterdam", 52.38, 4.9, 5.8],
  ["Hamburg", 53.54, 9.97, 5], ["Bremerhaven", 53.55, 8.57, 6.4], ["Wilhelmshaven", 53.52, 8.13, 7], ["Esbjerg", 55.47, 8.44, 6.4], ["Aarhus", 56.15, 10.22, 6.6], ["Copenhagen", 55.69, 12.6, 5.2],
  ["Gothenburg", 57.7, 11.95, 5.6], ["Oslo", 59.91, 10.74, 5.2], ["Stavanger", 58.97, 5.73, 6.2], ["Bergen", 60.39, 5.32, 5.4], ["Trondheim", 63.43, 10.39, 5.4], ["Tromsø", 69.65, 18.96, 5], ["Ålesund", 62.47, 6.15, 6.4], ["Kristiansand", 58.15, 8.0, 6.6], ["Bodø", 67.28, 14.4, 6], ["Hammerfest", 70.66, 23.68, 6],
  ["Stockholm", 59.32, 18.08, 5.4], ["Helsinki", 60.15, 24.95, 5.4], ["Tallinn", 59.45, 24.76, 6], ["St Petersburg", 59.9, 30.2, 5], ["Riga", 57, 24.08, 6], ["Klaipėda", 55.7, 21.13, 6.4], ["Gdańsk", 54.37, 18.66, 5.8], ["Rostock", 54.13, 12.1, 6.4], ["Kiel", 54.33, 10.15, 6.4], ["Murmansk", 68.97, 33.05, 5],
  ["Aberdeen", 57.14, -2.08, 6], ["Edinburgh", 55.98, -3.18, 5.8], ["Newcastle", 55, -1.45, 6.2], ["Hull", 53.74, -0.3, 6.2], ["Liverpool", 53.42, -3, 5.8], ["Holyhead", 53.31, -4.63, 7], ["Cardiff", 51.46, -3.16, 6.4], ["Bristol", 51.5, -2.7, 6.6], ["Milford Haven", 51.7, -5.04, 7], ["Belfast", 54.62, -5.89, 6], ["Dublin", 53.35, -6.2, 5.4], ["Cork", 51.85, -8.29, 6], ["Glasgow", 55.86, -4.28, 6], ["Lerwick", 60.15, -1.14, 6.4], ["Reykjavík", 64.15, -21.93, 4.6],
  ["La Coruña", 43.37, -8.39, 6], ["Bilbao", 43.35, -3.04, 6], ["Lisbon", 38.7, -9.15, 4.8], ["Porto", 41.18, -8.7, 6], ["Gibraltar", 36.14, -5.36, 5.6], ["Algeciras", 36.13, -5.43, 7.6], ["Valencia", 39.45, -0.31, 5.8], ["Barcelona", 41.35, 2.17, 5], ["Marseille", 43.31, 5.36, 5], ["Genoa", 44.4, 8.92, 5.4], ["Naples", 40.84, 14.27, 5.4], ["Venice", 45.43, 12.34, 5.8], ["Trieste", 45.65, 13.76, 6.4], ["Valletta", 35.9, 14.52, 5.6], ["Piraeus", 37.94, 23.64, 5], ["Istanbul", 41.02, 28.98, 4.8], ["Constanța", 44.16, 28.66, 5.8], ["Odesa", 46.49, 30.74, 5.4], ["Novorossiysk", 44.72, 37.78, 5.8], ["Haifa", 32.82, 35, 5.8], ["Alexandria", 31.19, 29.88, 5.2], ["Port Said", 31.26, 32.3, 5.8], ["Suez", 29.96, 32.55, 6], ["Algiers", 36.77, 3.07, 5.2], ["Tangier", 35.79, -5.81, 6.4], ["Casablanca", 33.61, -7.61, 5],
  ["Jeddah", 21.48, 39.17, 4.8], ["Djibouti", 11.6, 43.14, 5], ["Aden", 12.79, 44.98, 5.2], ["Dubai", 25.27, 55.3, 4.8], ["Fujairah", 25.17, 56.37, 6.4], ["Karachi", 24.84, 66.98, 4.8], ["Mumbai", 18.94, 72.84, 4.4], ["Colombo", 6.95, 79.85, 4.8], ["Chennai", 13.1, 80.3, 5], ["Singapore", 1.27, 103.84, 4.4], ["Port Klang", 3, 101.36, 6], ["Jakarta", -6.1, 106.88, 4.8], ["Manila", 14.59, 120.96, 4.8], ["Hong Kong", 22.3, 114.17, 4.6], ["Kaohsiung", 22.61, 120.28, 5.6], ["Shanghai", 31.23, 121.5, 4.4], ["Busan", 35.1, 129.04, 5], ["Tokyo", 35.6, 139.8, 4.4], ["Vladivostok", 43.1, 131.9, 5],
  ["Sydney", -33.86, 151.2, 4.4], ["Melbourne", -37.83, 144.92, 5], ["Perth", -32.05, 115.74, 4.8], ["Auckland", -36.84, 174.77, 4.8], ["Cape Town", -33.91, 18.43, 4.4], ["Durban", -29.87, 31.04, 5], ["Mombasa", -4.05, 39.65, 5], ["Lagos", 6.43, 3.4, 4.8], ["Dakar", 14.68, -17.43, 4.6],
  ["New York", 40.67, -74.03, 4.2], ["Boston", 42.35, -71.03, 5.2], ["Halifax", 44.64, -63.56, 5], ["Norfolk", 36.9, -76.32, 5.4], ["Miami", 25.77, -80.17, 4.8], ["New Orleans", 29.93, -90.06, 5], ["Houston", 29.73, -95.2, 5], ["Veracruz", 19.2, -96.12, 5.4], ["Havana", 23.14, -82.34, 5], ["Kingston", 17.97, -76.82, 5], ["Port-au-Prince", 18.56, -72.35, 5.6], ["Santo Domingo", 18.46, -69.88, 5.4], ["San Juan", 18.45, -66.1, 5.4], ["Bridgetown", 13.1, -59.63, 5.6], ["Port of Spain", 10.65, -61.52, 5.4], ["Willemstad", 12.11, -68.94, 5.6], ["Oranjestad", 12.52, -70.04, 6], ["La Guaira", 10.6, -66.94, 5.6], ["Cartagena", 10.4, -75.53, 5.2], ["Barranquilla", 10.98, -74.78, 6], ["Colón", 9.36, -79.9, 5.6], ["Balboa", 8.95, -79.57, 6], ["Buenaventura", 3.88, -77.07, 5.8], ["Guayaquil", -2.28, -79.9, 5.4], ["Callao", -12.05, -77.15, 5], ["Valparaíso", -33.03, -71.62, 5], ["Buenos Aires", -34.6, -58.37, 4.6], ["Santos", -23.96, -46.31, 5], ["Rio de Janeiro", -22.9, -43.18, 4.6], ["Los Angeles", 33.73, -118.26, 4.6], ["San Francisco", 37.8, -122.4, 4.6], ["Seattle", 47.6, -122.35, 5], ["Vancouver", 49.29, -123.11, 5], ["Anchorage", 61.24, -149.89, 5], ["Honolulu", 21.3, -157.87, 4.8],
];

const kLands: readonly Row[] = [
  ["Isle of Wight", 50.675, -1.29, 8.6], ["Guernsey", 49.452, -2.6, 8.8], ["Jersey", 49.215, -2.13, 8.8], ["Lizard Point", 49.965, -5.2, 8], ["Land's End", 50.075, -5.7, 8], ["Portland Bill", 50.535, -2.455, 8.6], ["Beachy Head", 50.75, 0.245, 8.4], ["Start Point", 50.235, -3.65, 8.8],
  ["Isles of Scilly", 49.93, -6.32, 7.4], ["Ushant", 48.46, -5.09, 7.4], ["Cap de la Hague", 49.715, -1.93, 8.8], ["Pointe de Barfleur", 49.69, -1.27, 8.8], ["Cap Gris-Nez", 50.87, 1.6, 8.6], ["Cap d'Antifer", 49.68, 0.17, 8.8],
  ["England", 52.3, -1.3, 4.8], ["Wales", 52.4, -3.7, 5.8], ["Scotland", 56.8, -4.4, 5], ["Ireland", 53.3, -7.9, 4.4], ["France", 47, 2.4, 3.8], ["Normandy", 48.9, -0.2, 6.8], ["Brittany", 48.2, -3, 6.4], ["Cornwall", 50.43, -4.75, 7.2], ["Belgium", 50.7, 4.6, 5.2], ["Netherlands", 52.3, 5.6, 5], ["Germany", 51.2, 10.3, 4], ["Denmark", 56, 9.2, 5], ["Norway", 61.3, 9, 4], ["Sweden", 62.5, 15.5, 4], ["Finland", 63, 26.5, 4], ["Iceland", 65, -18.6, 4], ["Spain", 40, -3.6, 3.8], ["Portugal", 39.6, -8, 4.8], ["Italy", 43, 12.2, 4.2], ["Greece", 39.4, 21.9, 4.8], ["Turkey", 39, 34, 4], ["Morocco", 32, -6.4, 4], ["Algeria", 29, 2.6, 3.8], ["Libya", 27.5, 17.5, 3.8], ["Egypt", 27, 29.6, 3.8],
  ["Cuba", 21.9, -78.9, 4.6], ["Jamaica", 18.14, -77.3, 6], ["Haiti", 19.1, -72.4, 5.8], ["Dominican Republic", 18.9, -70.4, 5.6], ["Puerto Rico", 18.22, -66.45, 6], ["Venezuela", 7.5, -66.2, 4], ["Colombia", 4.2, -73.2, 4], ["Panama", 8.6, -80.3, 5.4], ["Trinidad", 10.4, -61.25, 6.8], ["Aruba", 12.5, -69.97, 7.4], ["Curaçao", 12.2, -69.02, 7.2], ["Bonaire", 12.17, -68.27, 7.6], ["Barbados", 13.17, -59.55, 7], ["Grenada", 12.12, -61.68, 7], ["Martinique", 14.65, -61, 7], ["Guadeloupe", 16.2, -61.5, 7],
];

const rows_of = (rows: readonly Row[], kind: PlaceKind): Place[] =>
  rows.map(([name, lat, lon, zoom]) => ({ name, lat, lon, zoom, kind }));

export const kPlaces: readonly Place[] = [
  ...rows_of(kSeas, "sea"), ...rows_of(kStraits, "strait"), ...rows_of(kLands, "land"), ...rows_of(kPorts, "port"),
].sort((a, b) => a.zoom - b.zoom);
