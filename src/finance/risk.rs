//! Risk measures of sampled gains.

/// Mean of the gains.
pub fn mean(gains: &[f64]) -> f64 {
    gains.iter().sum::<f64>() / gains.len().max(1) as f64
}

/// Standard deviation of the gains (of the population).
pub fn deviation(gains: &[f64]) -> f64 {
    let middle = mean(gains);
    (gains.iter().map(|x| (x - middle) * (x - middle)).sum::<f64>() / gains.len().max(1) as f64).sqrt()
}

/// Conditional value at risk: the mean loss over the worst 1 − `level` of the gains, the last of them weighted by its
/// fraction (R. T. Rockafellar, S. Uryasev 2000).
pub fn cvar(gains: &[f64], level: f64) -> f64 {
    let mut sorted = gains.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let tail = (1.0 - level) * sorted.len() as f64;
    let mut left = tail;
    let mut sum = 0.0;
    for gain in sorted {
        let share = left.clamp(0.0, 1.0);
        sum -= share * gain;
        left -= share;
    }
    sum / tail
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_risk_of_a_small_list_is_what_one_counts() {
        let gains: Vec<f64> = (0..10).map(f64::from).collect();
        assert_eq!(mean(&gains), 4.5);
        assert!(cvar(&gains, 0.9).abs() < 1e-12 && (cvar(&gains, 0.8) + 0.5).abs() < 1e-12);
        assert!((cvar(&gains, 0.85) - -(0.0 + 0.5) / 1.5).abs() < 1e-12);
        assert!((deviation(&gains) - 8.25_f64.sqrt()).abs() < 1e-12);
    }
}
