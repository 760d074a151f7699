//! Where a link opens: at which step, whether the run stands there, and whether its autopsy, a sweep or a calibration is open.
//!
//! In a link they read `step=120&paused&autopsy`, and `sweep=` and `calibrate=` say what is computed. They are no settings of the run: the canonical settings string leaves them out.

use super::Notice;
use crate::registry::{Opening, Settings};
use crate::texts::settings as texts;

/// Their keys in a settings string.
const STEP: &str = "step";
const PAUSED: &str = "paused";
const AUTOPSY: &str = "autopsy";
const SWEEP: &str = "sweep";
const CALIBRATE: &str = "calibrate";
/// The largest step to which a link computes its run.
pub const FURTHEST: u64 = 1_000_000;

impl Opening {
    /// Takes a key of a settings string, if it is one of these. Adds to `notices` what is wrong with the value, and then
    /// opens as if the key was not there.
    pub(super) fn takes(&mut self, name: &str, value: &str, notices: &mut Vec<Notice>) -> bool {
        let value = value.trim();
        match name {
            STEP => {
                self.step = None;
                match value.parse::<f64>() {
                    Ok(step) if step >= 0.0 && step.fract() == 0.0 => {
                        self.step = Some((step as u64).min(FURTHEST));
                        if step > FURTHEST as f64 {
                            notices.push(Notice::beyond(STEP, value, FURTHEST));
                        }
                    }
                    _ => notices.push(Notice::of_opening(STEP, value, &texts::whole_number(&0, &FURTHEST))),
                }
            }
            PAUSED => self.paused = switch(PAUSED, value, notices),
            AUTOPSY => self.autopsy = switch(AUTOPSY, value, notices),
            // The view says what is wrong with these.
            SWEEP => self.sweep = Some(value.into()),
            CALIBRATE => self.calibrate = Some(value.into()),
            _ => return false,
        }
        true
    }
}

/// Whether a key without a value, or with 0 or 1, is on.
fn switch(key: &str, value: &str, notices: &mut Vec<Notice>) -> bool {
    if !matches!(value, "" | "0" | "1") {
        notices.push(Notice::of_opening(key, value, &texts::switch()));
    }
    matches!(value, "" | "1")
}

impl Settings {
    /// Where a page that gets these settings opens.
    pub fn opening(&self) -> Opening {
        self.opening.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_says_where_it_opens_and_its_settings_do_not() {
        for (text, step, paused, autopsy) in [
            ("lr=0.1", None, false, false),
            ("lr=0.1&step=120", Some(120), false, false),
            ("step=0&lr=0.1&paused", Some(0), true, false),
            ("paused=1&lr=0.1&autopsy=0", None, true, false),
            ("autopsy&lr=0.1&step=26", Some(26), false, true),
            ("paused=0&lr=0.1&step=7&changes=lr~0.2@300", Some(7), false, false),
        ] {
            let (settings, notices) = Settings::parse(text);
            assert_eq!(notices, [], "{text}");
            assert_eq!(settings.opening(), Opening { step, paused, autopsy, ..Opening::default() }, "{text}");
            assert!(settings.canonical().starts_with("lr=0.1") && !settings.canonical().contains("step="), "{text}");
            assert_eq!(settings.changes().len(), usize::from(text.contains("changes")), "{text}");
        }
    }

    #[test]
    fn a_link_says_what_is_swept_or_calibrated() {
        let (settings, notices) = Settings::parse("lr=0.1&sweep=over%3Alr%3D0.1..1%3A3%3Bsteps%3A9&calibrate");
        assert_eq!((notices.len(), settings.canonical().as_str()), (0, "lr=0.1"));
        let opening = settings.opening();
        assert_eq!(opening.sweep.as_deref(), Some("over:lr=0.1..1:3;steps:9"));
        assert_eq!(opening.calibrate.as_deref(), Some(""));
    }

    #[test]
    fn a_bad_step_is_named_and_the_rest_is_kept() {
        for (text, key, says) in [
            ("step=soon", "step", "“soon” is not a whole number from 0 to 1000000"),
            ("step=1.5", "step", "“1.5”"),
            ("step=-1", "step", "“-1”"),
            ("step=NaN", "step", "“NaN”"),
            ("step", "step", "“”"),
            ("paused=maybe", "paused", "“maybe” is not 0 or 1"),
            ("autopsy=yes", "autopsy", "“yes” is not 0 or 1"),
        ] {
            let (settings, notices) = Settings::parse(&format!("lr=0.1&{text}"));
            assert_eq!((settings.canonical().as_str(), settings.opening()), ("lr=0.1", Opening::default()), "{text}");
            assert!(notices.len() == 1 && notices[0].key == key, "{text}: {notices:?}");
            assert!(notices[0].message.contains(says), "{text}: {}", notices[0].message);
        }
        let (settings, notices) = Settings::parse("step=1e12");
        assert_eq!(settings.opening().step, Some(FURTHEST));
        assert!(notices[0].message.contains("1e12") && notices[0].message.contains("1000000"), "{notices:?}");
    }
}
