//! Whom a rule listens to: the `speaker` key of rules and codebooks.
//!
//! In come roles and labels as written, out comes whether a turn is heard (CODEBOOK semantics 10).

use crate::transcript::people::Role;

/// Whom a rule listens to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Listen {
    NotInterviewers,
    Everyone,
    Only { roles: Vec<Role>, labels: Vec<String> },
}

impl Listen {
    /// What `speaker` says; without it everybody but interviewers.
    pub(super) fn new(speaker: Option<&[String]>) -> Self {
        match speaker {
            None => Listen::NotInterviewers,
            Some(names) if names.iter().any(|name| name == "*") => Listen::Everyone,
            Some(names) => Listen::Only {
                roles: names.iter().filter_map(|name| Role::named(name)).collect(),
                labels: names.to_vec(),
            },
        }
    }

    /// Whether it hears a speaker of this role and label.
    pub(super) fn hears(&self, role: Role, label: Option<&str>) -> bool {
        match self {
            Listen::NotInterviewers => role != Role::Interviewer,
            Listen::Everyone => true,
            Listen::Only { roles, labels } => {
                roles.contains(&role)
                    || label.is_some_and(|label| labels.iter().any(|known| known == label))
            }
        }
    }

    /// Whether what an interviewer says may matter.
    pub(super) fn may_hear_interviewers(&self) -> bool {
        match self {
            Listen::NotInterviewers => false,
            Listen::Everyone => true,
            Listen::Only { roles, labels } => {
                roles.contains(&Role::Interviewer) || labels.len() > roles.len()
            }
        }
    }
}
