"""What is wrong or odd about an SOP as it is written, and where.

    for finding in check(paper):
        finding.place     # Place("step", 5), Place("identity", "number"), Place("executor", "staf"), Place("sop")
        finding.code      # "subject_in_text"; the caller makes a sentence of it in the reader's language
        finding.severity  # ERROR stops the SOP from becoming effective, ODDITY is shown beside the row
        finding.facts     # {"subject": "Kepala Badan"}: what the sentence needs

Errors:

===================== ======== ==================================================== =================================
code                  place    meaning                                              facts
===================== ======== ==================================================== =================================
no_steps              sop      there is nothing to do
end_unreached         sop      no way leads from the first step to the end
step_unreachable      step     no way leads to it from the first step
no_way_out            step     it can be reached, but no way leads on to the end
executor_missing      step     nobody does it, or a column the table has not        unknown: keys of such columns
exits_too_few         step     a decision with one exit decides nothing             label: of that exit
exit_nowhere          exit     it leads to a step that is not there                 label, target: key of that step
micro_leads_back      step     the micro SOP it calls leads back to this SOP        way: names of the SOPs
===================== ======== ==================================================== =================================

Oddities:

======================== ======== ================================================= =================================
number_part_empty        identity the number has an empty part                      number
revised_before_created   identity the revision is older than the SOP                created, revised: dates
effective_before_created identity it was in force before it was written             created, effective: dates
label_shared             executor an earlier column has the same label              label, first: key of that column
exit_label_shared        exit     an earlier exit of the decision has the label     label, first: key of that exit
requirements_missing     step     mutu baku without kelengkapan
time_missing             step     mutu baku without a standard time
outputs_missing          step     mutu baku without output
subject_in_text          step     the text names who does it                        subject
output_repeats           step     an output merely copied from the requirements     output
output_unused            step     an output nobody takes up                         output
requirement_unmade       step     a requirement nobody makes                        requirement
micro_not_in_force       step     the micro SOP it calls is not in force            sop
======================== ======== ================================================= =================================

Findings stand in the order of their places: the SOP, its identity, its columns from the left, its rows from the top,
each with its exits; at one place in the order of the tables above. The two about micro SOPs are the caller's to find,
because they are about several SOPs.
"""
from .finding import CODES, ERROR, FIELDS, ODDITY, PARTS, Finding, Place
from .identity import faults_of_identity
from .papers import flows_of_papers
from .rows import faults_of_rows
from .sop import Column, Paper, Row
from .structure import faults_of_structure


def check(paper: Paper) -> tuple[Finding, ...]:
    """Everything wrong or odd about an SOP, in the order of its places; the same paper gives the same findings."""
    found = (
        *faults_of_structure(paper),
        *faults_of_identity(paper),
        *faults_of_rows(paper),
        *flows_of_papers(paper),
    )
    return tuple(sorted(found, key=lambda finding: _rank(paper, finding)))


def errors(findings) -> tuple[Finding, ...]:
    """The findings that stop an SOP from becoming effective."""
    return tuple(finding for finding in findings if finding.severity == ERROR)


def _rank(paper, finding):
    place = finding.place
    return PARTS.index(place.part), _position(paper, place), _position_of_exit(paper, place), CODES.index(finding.code)


def _position(paper, place):
    if place.part == "identity":
        return FIELDS.index(place.key)
    if place.part == "executor":
        return [column.key for column in paper.executors].index(place.key)
    return paper.flow.position(place.key) if place.part == "step" else 0


def _position_of_exit(paper, place):
    """Number of the exit counted from 1; what concerns the whole row comes first."""
    if place.exit is None:
        return 0
    return 1 + [way_out.key for way_out in paper.flow.step(place.key).exits].index(place.exit)
