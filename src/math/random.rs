//! Random draws that depend only on seed, purpose and index, so any of them can be repeated in any order.
//!
//! Philox-4x32-10 (J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3",
//! SC 2011): a stateless function from a counter to four 32-bit words.

/// The purpose of a stream. Streams of different purposes are independent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Purpose {
    /// Initial parameters, one stream for each tensor.
    Initialization = 1,
    /// Generated data sets.
    Data = 2,
    /// The order of rows in an epoch.
    Shuffle = 3,
    /// Directions of a random plane.
    Plane = 4,
    /// The split into training and test set.
    Split = 5,
    /// Dropout masks.
    Dropout = 6,
    /// Noise added to a step's gradient.
    GradientNoise = 7,
    /// Initial biases, one stream for each tensor.
    Biases = 8,
    /// Outputs of a random network, for the theory of its start.
    Outputs = 9,
    /// The sample of examples of a surface.
    Sample = 24,
    /// Initial vectors for the largest curvatures.
    Curvature = 16,
    /// Simulated paths.
    Paths = 17,
}

/// The source of a step's noise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noise {
    /// The run's seed.
    pub seed: u64,
    /// The step.
    pub step: u64,
}

impl Noise {
    /// Four random 32-bit words, the `counter`-th of a purpose at this step.
    pub fn words(self, purpose: Purpose, counter: u64) -> [u32; 4] {
        let seed = extended_seed(self.seed, self.step);
        let counter = [counter as u32, (counter >> 32) as u32, self.step as u32, purpose as u32];
        philox([counter], [seed as u32, (seed >> 32) as u32])[0]
    }
}

/// Mixes the bits of an index beyond the 32 bits of a stream's index into the seed.
pub fn extended_seed(seed: u64, index: u64) -> u64 {
    seed ^ (index >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// A stream of draws.
#[derive(Clone, Debug)]
pub struct Stream {
    key: [u32; 2],
    purpose: u32,
    index: u32,
    counter: u64,
    words: [[u32; 4]; 2],
    /// Number of words used.
    used: usize,
    spare: Option<f64>,
}

impl Stream {
    /// Stream number `index` of a seed and purpose.
    pub fn new(seed: u64, purpose: Purpose, index: u32) -> Self {
        let key = [seed as u32, (seed >> 32) as u32];
        Self { key, purpose: purpose as u32, index, counter: 0, words: [[0; 4]; 2], used: 8, spare: None }
    }

    /// 32 random bits.
    #[inline(always)]
    pub fn bits(&mut self) -> u32 {
        if self.used == 8 {
            self.refill();
        }
        self.used += 1;
        self.words.as_flattened()[self.used - 1]
    }

    #[inline(never)]
    fn refill(&mut self) {
        let counter = |k: u64| [k as u32, (k >> 32) as u32, self.index, self.purpose];
        self.words = philox([counter(self.counter), counter(self.counter + 1)], self.key);
        self.counter += 2;
        self.used = 0;
    }

    /// Uniform in [0, 1), 53 bits.
    pub fn uniform(&mut self) -> f64 {
        let (high, low) = (u64::from(self.bits()), u64::from(self.bits()));
        ((high << 21) ^ (low >> 11)) as f64 / 9_007_199_254_740_992.0
    }

    /// Standard normal (G. E. P. Box, M. E. Muller 1958).
    pub fn normal(&mut self) -> f64 {
        if let Some(value) = self.spare.take() {
            return value;
        }
        let radius = (-2.0 * libm::log(1.0 - self.uniform())).sqrt();
        let angle = 2.0 * std::f64::consts::PI * self.uniform();
        self.spare = Some(radius * libm::sin(angle));
        radius * libm::cos(angle)
    }

    /// A whole number below `bound` (at least 1), uniform up to 2⁻³².
    pub fn below(&mut self, bound: u32) -> u32 {
        ((u64::from(self.bits()) * u64::from(bound)) >> 32) as u32
    }

    /// A Fisher-Yates shuffle (R. A. Fisher, F. Yates 1938), uniform up to 2⁻³² per draw, with the draws of
    /// [`Self::below`] from the last position on. Needs a new stream, whose words it takes eight at a time.
    pub fn shuffle(mut self, list: &mut [u32]) {
        let mut left = list.len();
        while left > 1 {
            self.refill();
            for word in self.words.as_flattened() {
                if left <= 1 {
                    break;
                }
                let other = ((u64::from(*word) * left as u64) >> 32) as usize;
                left -= 1;
                list.swap(left, other);
            }
        }
    }
}

/// Ten rounds of Philox-4x32 for N counters, interleaved to hide latency.
#[inline(always)]
fn philox<const N: usize>(mut counters: [[u32; 4]; N], mut key: [u32; 2]) -> [[u32; 4]; N] {
    for _ in 0..10 {
        for c in &mut counters {
            let (a, b) = (u64::from(c[0]) * 0xD251_1F53, u64::from(c[2]) * 0xCD9E_8D57);
            *c = [(b >> 32) as u32 ^ c[1] ^ key[0], b as u32, (a >> 32) as u32 ^ c[3] ^ key[1], a as u32];
        }
        key = [key[0].wrapping_add(0x9E37_79B9), key[1].wrapping_add(0xBB67_AE85)];
    }
    counters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn philox_gives_the_published_vectors() {
        // Random123, kat_vectors: philox4x32 10 rounds.
        assert_eq!(philox([[0; 4]], [0; 2]), [[0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]]);
        assert_eq!(philox([[u32::MAX; 4]], [u32::MAX; 2]), [[0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]]);
        let pi = [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344];
        let got = philox([[0; 4], pi], [0xa409_3822, 0x299f_31d0])[1];
        assert_eq!(got, [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]);
    }

    #[test]
    fn normal_draws_have_mean_zero_and_variance_one() {
        let mut stream = Stream::new(7, Purpose::Data, 0);
        let draws: Vec<f64> = (0..100_000).map(|_| stream.normal()).collect();
        let mean = draws.iter().sum::<f64>() / 1e5;
        let variance = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 1e5;
        // Three standard errors: 3/√n for the mean, 3√(2/n) for the variance.
        assert!(mean.abs() < 0.0095 && (variance - 1.0).abs() < 0.0135, "{mean} {variance}");
    }

    #[test]
    fn streams_differ_by_seed_purpose_and_index() {
        let first = |seed, purpose, index| Stream::new(seed, purpose, index).bits();
        let base = first(1, Purpose::Data, 0);
        assert_ne!(base, first(2, Purpose::Data, 0));
        assert_ne!(base, first(1 << 32, Purpose::Data, 0));
        assert_ne!(base, first(1, Purpose::Shuffle, 0));
        assert_ne!(base, first(1, Purpose::Data, 1));
    }
}
