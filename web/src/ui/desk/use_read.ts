// SPDX-License-Identifier: Apache-2.0
// Something of the desk that is read beside the book: read again whenever the desk changes, or is shown as known at another
// moment. What was read last stays until the next answer.
import { useEffect, useState } from "preact/hooks";
import { use_casework } from "../../casework";
import { words_of } from "../../desk";

export function use_read<T>(key: string | null, read: (at: string | null, signal: AbortSignal) => Promise<T>): { value: T | null; problem: string } {
  const revision = use_casework((state) => state.book?.revision);
  const at = use_casework((state) => state.at);
  const [found, set_found] = useState<{ key: string; value: T } | null>(null);
  const [problem, set_problem] = useState("");
  useEffect(() => {
    if (key === null) return undefined;
    const abort = new AbortController();
    read(at, abort.signal).then(
      (value) => { set_found({ key, value }); set_problem(""); },
      (error: unknown) => { if (!abort.signal.aborted) set_problem(words_of(error)); },
    );
    return () => { abort.abort(); };
  }, [key, at, revision]);
  return { value: found !== null && found.key === key ? found.value : null, problem };
}
