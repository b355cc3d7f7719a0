// SPDX-License-Identifier: Apache-2.0
// The forms of designation lists and of what people decide about candidates.
import type { Candidate } from "../../api/designations";
import type { DeskVessel } from "../../api/casework_types";
import type { Option } from "../../state/forms";
import type { ActSpec } from "./form";

export const kVerdicts: readonly Option[] = [["same", "the same"], ["not_the_same", "not the same"], ["cannot_tell", "cannot tell"]];
export const decide_form = (subject: DeskVessel, list: string, candidate: Candidate): ActSpec => ({
  act: "decide_match", title: `${candidate.entity.caption}, ${list}`, submit: "Put it on record",
  note: "It goes on record under your name and stands until either side changes. It changes no authority.",
  fixed: {
    subject, list, entity: candidate.entity.id, caption: candidate.entity.caption.slice(0, 500), entity_digest: candidate.digest,
    evidence: candidate.compared.map((one) => one.words.slice(0, 300)),
  },
  fields: [{ path: "verdict", label: "They are", kind: "choice", options: kVerdicts, needed: true }, { path: "reason", label: "Reason", kind: "text", needed: true, max: 2000 }],
});

const kFormats: readonly Option[] = [["ftm", "FollowTheMoney, JSON lines"], ["opensanctions-csv", "targets.simple.csv"], ["maritime-csv", "maritime.csv"], ["csv", "another CSV, with a mapping"]];
// Sent as the parameters of the upload, not as an act.
export const kLoadList: ActSpec = {
  act: "load_designation_list", title: "Load a list", submit: "Load it", note: "A dated copy that is never changed. A broken row is left out and told with its line; a list that cannot be read changes nothing.",
  fields: [
    { path: "list", label: "Short name", kind: "line", needed: true, max: 64, hint: "The same for each snapshot, such as un-vessels" },
    { path: "publisher", label: "Publisher", kind: "line", needed: true, max: 200 },
    { path: "licence", label: "Licence", kind: "line", needed: true, max: 200, hint: "Under which it may be used" },
    { path: "title", label: "Title", kind: "line", max: 200 },
    { path: "from", label: "Where the file is from", kind: "line", max: 500 },
    { path: "published_at", label: "Published", kind: "moment" },
    { path: "format", label: "Format", kind: "choice", options: kFormats, hint: "Empty: seen from the file" },
    { path: "mapping", label: "Mapping", kind: "text", needed: true, hint: '{"columns":{"id":"No","name":"SHIP NAME","imoNumber":"IMO"}}', shown: (values) => values["format"] === "csv" },
    { path: "dry_run", label: "Only try it: read it and report, keep nothing", kind: "flag" },
  ],
};
