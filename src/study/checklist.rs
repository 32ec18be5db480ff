//! The checklists by which qualitative studies are reported: COREQ and SRQR.
//!
//! COREQ has 32 items (Tong, Sainsbury & Craig 2007, doi:10.1093/intqhc/mzm042), SRQR 21 (O'Brien et
//! al. 2014, doi:10.1097/ACM.0000000000000388). Numbers and order are theirs, the titles our own
//! words. Each item has a key, under which `emic.toml` holds what only people know:
//!
//! ```toml
//! [coreq]
//! interviewer = "Two of the authors (AB, CD) held all interviews."
//! ```

/// One item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its number in the checklist.
    pub number: u32,
    /// Its key in `emic.toml`.
    pub key: &'static str,
    /// The part of the checklist that it stands in.
    pub part: &'static str,
    /// What is to be reported.
    pub title: &'static str,
}

const fn item(number: u32, part: &'static str, key: &'static str, title: &'static str) -> Item {
    Item { number, key, part, title }
}

const TEAM: &str = "Research team and reflexivity";
const DESIGN: &str = "Study design";
const FINDINGS: &str = "Analysis and findings";

/// The items of COREQ.
pub const COREQ: [Item; 32] = [
    item(1, TEAM, "interviewer", "Who held the interviews or led the groups"),
    item(2, TEAM, "credentials", "Degrees and qualifications of the researchers"),
    item(3, TEAM, "occupation", "Their occupation during the study"),
    item(4, TEAM, "gender", "Their gender"),
    item(5, TEAM, "experience", "Their experience and training"),
    item(6, TEAM, "relationship", "Whether they knew participants beforehand"),
    item(7, TEAM, "known_to_participants", "What participants knew of the researchers"),
    item(
        8,
        TEAM,
        "interviewer_characteristics",
        "What the interviewers bring along: aims, assumptions, interests",
    ),
    item(9, DESIGN, "orientation", "Methodology and theory behind the study"),
    item(10, DESIGN, "sampling", "How participants were chosen"),
    item(11, DESIGN, "approach", "How they were approached"),
    item(12, DESIGN, "sample_size", "How many took part"),
    item(13, DESIGN, "non_participation", "How many refused or left, and why"),
    item(14, DESIGN, "setting", "Where the data were collected"),
    item(15, DESIGN, "others_present", "Who else was present"),
    item(16, DESIGN, "sample", "Who took part: important characteristics"),
    item(17, DESIGN, "guide", "Questions and prompts, and whether they were tried out"),
    item(18, DESIGN, "repeat_interviews", "Whether people were interviewed again"),
    item(19, DESIGN, "recording", "How the data were recorded"),
    item(20, DESIGN, "field_notes", "Notes made during or after interviews"),
    item(21, DESIGN, "duration", "How long interviews and groups took"),
    item(22, DESIGN, "saturation", "Whether saturation was considered"),
    item(23, DESIGN, "transcripts_returned", "Whether participants saw their transcripts"),
    item(24, FINDINGS, "coders", "How many people coded"),
    item(25, FINDINGS, "coding_tree", "The codes and their hierarchy"),
    item(26, FINDINGS, "derivation", "Whether themes came from the data or beforehand"),
    item(27, FINDINGS, "software", "The software that was used"),
    item(28, FINDINGS, "participant_checking", "Whether participants commented on the findings"),
    item(29, FINDINGS, "quotations", "Quotations, each with whose words they are"),
    item(30, FINDINGS, "consistency", "Whether data and findings agree"),
    item(31, FINDINGS, "major_themes", "The major themes"),
    item(32, FINDINGS, "minor_themes", "Minor themes and cases that differ"),
];

const FRONT: &str = "Title and abstract";
const INTRODUCTION: &str = "Introduction";
const METHODS: &str = "Methods";
const RESULTS: &str = "Results";
const DISCUSSION: &str = "Discussion";
const OTHER: &str = "Other";

/// The items of SRQR.
pub const SRQR: [Item; 21] = [
    item(1, FRONT, "title", "A title that names topic and kind of study"),
    item(2, FRONT, "abstract", "The main parts of the study in short"),
    item(3, INTRODUCTION, "problem", "The problem, and what is known of it"),
    item(4, INTRODUCTION, "question", "Purpose and questions of the study"),
    item(5, METHODS, "approach", "Approach and paradigm, with reasons"),
    item(
        6,
        METHODS,
        "reflexivity",
        "What the researchers bring along, and how it may bear on the study",
    ),
    item(7, METHODS, "context", "Place and circumstances"),
    item(
        8,
        METHODS,
        "sampling",
        "How people, documents or events were chosen, and when it was enough",
    ),
    item(9, METHODS, "ethics", "Ethical review, consent, confidentiality"),
    item(10, METHODS, "collection", "How and when data were collected"),
    item(11, METHODS, "instruments", "Guides, devices and how they changed"),
    item(12, METHODS, "units", "Number and characteristics of what was studied"),
    item(
        13,
        METHODS,
        "processing",
        "How data were prepared: transcription, de-identification, coding",
    ),
    item(14, METHODS, "analysis", "How themes were found, and by whom"),
    item(15, METHODS, "trustworthiness", "What was done to make the analysis trustworthy"),
    item(16, RESULTS, "synthesis", "The main findings; a theory or model, if there is one"),
    item(17, RESULTS, "evidence", "Quotations and excerpts that carry the findings"),
    item(
        18,
        DISCUSSION,
        "integration",
        "How the findings relate to what was known, and where they hold",
    ),
    item(19, DISCUSSION, "limitations", "Limits of trustworthiness"),
    item(20, OTHER, "conflicts", "Conflicts of interest, and how they were handled"),
    item(21, OTHER, "funding", "Who paid, and what part they had"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_run_and_keys_are_unlike() {
        for items in [&COREQ[..], &SRQR[..]] {
            assert!(items.iter().zip(1..).all(|(item, number)| item.number == number));
            let keys: std::collections::BTreeSet<_> = items.iter().map(|item| item.key).collect();
            assert_eq!(keys.len(), items.len());
        }
    }
}
