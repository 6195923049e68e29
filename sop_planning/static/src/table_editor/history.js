/**
 * Undo and redo over immutable snapshots. Changes that carry the same tag one after another, such as letters typed
 * into one cell, are one change.
 */
export class History {
    constructor(present, limit = 200) {
        this.limit = limit;
        this.reset(present);
    }

    reset(present) {
        this.present = present;
        this.past = [];
        this.future = [];
        this.tag = null;
    }

    get canUndo() {
        return this.past.length > 0;
    }

    get canRedo() {
        return this.future.length > 0;
    }

    push(next, tag = null) {
        if (next === this.present) {
            return;
        }
        if (tag === null || tag !== this.tag) {
            this.past = [...this.past, this.present].slice(-this.limit);
        }
        this.tag = tag;
        this.present = next;
        this.future = [];
    }

    /** What is typed from now on is a change of its own. */
    seal() {
        this.tag = null;
    }

    undo() {
        if (this.canUndo) {
            this.future = [this.present, ...this.future];
            this.present = this.past.at(-1);
            this.past = this.past.slice(0, -1);
            this.seal();
        }
        return this.present;
    }

    redo() {
        if (this.canRedo) {
            this.past = [...this.past, this.present];
            this.present = this.future[0];
            this.future = this.future.slice(1);
            this.seal();
        }
        return this.present;
    }

    /** Rewrite every snapshot, e.g. with the keys that saving gave. */
    map(change) {
        this.past = this.past.map(change);
        this.present = change(this.present);
        this.future = this.future.map(change);
    }
}
