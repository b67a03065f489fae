import type { Action, Project } from "@adobe/premierepro";

/** Makes one action. Called with the project locked; it must not wait for anything. */
export type ActionMaker = () => Action;

/** The host did not take a step of the edit list; nothing of it was done. */
export class EditRefusedError extends Error {
  constructor(step: string) {
    super(`Premiere refused "${step}"; nothing was changed.`);
    this.name = "EditRefusedError";
  }
}

/**
 * Does all actions as one undo step. Since 26.3 an action may be made only while the project is locked and added only inside a
 * transaction, and both callbacks are synchronous: whatever must be waited for is read before this is called.
 *
 * @param stillTrue Looked at with the project locked, before anything is done: false when the sequence has changed since the
 * actions were planned. Nothing is done then and the answer is false.
 */
export function transact(
  project: Project,
  step: string,
  makers: readonly ActionMaker[],
  stillTrue: () => boolean = () => true,
): boolean {
  let current = true;
  let done = true;
  project.lockedAccess(() => {
    current = stillTrue();
    if (current && makers.length > 0) {
      done = project.executeTransaction((compound) => {
        for (const make of makers) {
          compound.addAction(make());
        }
      }, step);
    }
  });

  if (!done) {
    throw new EditRefusedError(step);
  }

  return current;
}
