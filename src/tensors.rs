//! Safetensors files: imports weights and data, exports weights.
//!
//! Weights are named as in PyTorch's `nn.Sequential` (`0.weight`, `0.bias`, `2.weight`, …) or as the layers of a frame
//! (`layers.0.weight`, …). Data are `input`, of shape `[rows, features]` (for sequences `[length, rows, features]`),
//! and `target`: class indices (integers) of shape `[rows]`, or numbers of shape `[rows]` or `[rows, outputs]`.

use crate::datasets::sequences::SequenceData;
use crate::datasets::{Data, Targets};
use crate::layout::Layout;
use crate::math::Real;
use safetensors::{Dtype, SafeTensors};
use std::collections::BTreeMap;

/// The tensors of a file, by name.
#[derive(Clone, Debug)]
pub struct Tensors(BTreeMap<String, Tensor>);

#[derive(Clone, Debug)]
struct Tensor {
    shape: Vec<usize>,
    /// Row by row. Every type that is read is exact in f64; integers up to 2⁵³.
    values: Vec<f64>,
    whole: bool,
}

impl Tensors {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the file.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let file = SafeTensors::deserialize(bytes).map_err(|error| format!("is not a safetensors file: {error}"))?;
        let mut tensors = BTreeMap::new();
        for (name, view) in file.iter() {
            let (dtype, data) = (view.dtype(), view.data());
            let values: Vec<f64> = match dtype {
                Dtype::F64 => chunks(data).map(f64::from_le_bytes).collect(),
                Dtype::F32 => chunks(data).map(|b| f32::from_le_bytes(b).into()).collect(),
                // The upper half of a single-precision number.
                Dtype::BF16 => {
                    chunks(data).map(|b| f32::from_bits(u32::from(u16::from_le_bytes(b)) << 16).into()).collect()
                }
                Dtype::I64 => chunks(data).map(|b| i64::from_le_bytes(b) as f64).collect(),
                Dtype::I32 => chunks(data).map(|b| i32::from_le_bytes(b).into()).collect(),
                Dtype::U8 | Dtype::BOOL => data.iter().map(|b| f64::from(*b)).collect(),
                // Tensors that are not used may have any type.
                _ => continue,
            };
            let whole = !matches!(dtype, Dtype::F64 | Dtype::F32 | Dtype::BF16);
            tensors.insert(name.to_string(), Tensor { shape: view.shape().to_vec(), values, whole });
        }
        Ok(Self(tensors))
    }

    /// The parameters of a layout as one vector.
    ///
    /// # Errors
    ///
    /// Names a tensor that is missing or has another shape.
    pub fn weights<R: Real>(&self, layout: &Layout) -> Result<Vec<R>, String> {
        let mut params = vec![R::ZERO; layout.len()];
        for wanted in &layout.tensors {
            let known = [&wanted.in_sequence, &wanted.name].into_iter().find(|name| self.0.contains_key(*name));
            let name = known.ok_or_else(|| {
                let there: Vec<&str> = self.0.keys().map(String::as_str).collect();
                format!("has no tensor {} or {}; it has {}", wanted.in_sequence, wanted.name, there.join(", "))
            })?;
            let tensor = self.get(name)?;
            if tensor.shape != wanted.shape {
                return Err(format!("{name} is {:?}, the network's is {:?}", tensor.shape, wanted.shape));
            }
            for (param, value) in params[wanted.range.clone()].iter_mut().zip(&tensor.values) {
                *param = R::of(*value);
            }
        }
        Ok(params)
    }

    /// Number of outputs of the network with these weights; `None` without weights.
    pub fn outputs(&self) -> Option<usize> {
        let number = |name: &str| -> Vec<u64> { name.split('.').filter_map(|part| part.parse().ok()).collect() };
        let biases = self.0.iter().filter(|(name, _)| name.ends_with(".bias"));
        biases.max_by_key(|(name, _)| number(name)).and_then(|(_, tensor)| tensor.shape.first().copied())
    }

    /// Examples for a feed-forward network. `classes` is the number of classes, if known.
    ///
    /// # Errors
    ///
    /// Says what is missing or has another shape.
    pub fn data(&self, classes: Option<usize>) -> Result<Data, String> {
        let input = self.get("input")?;
        let [rows @ (1..), features @ (1..)] = input.shape[..] else {
            return Err(format!("input is {:?}, not [rows, features]", input.shape));
        };
        Ok(Data::new(rows, transposed(&input.values, features), self.targets(rows, classes)?))
    }

    /// Examples for a recurrent network whose loss reads the last step.
    ///
    /// # Errors
    ///
    /// Says what is missing or has another shape.
    pub fn sequences(&self) -> Result<SequenceData, String> {
        let input = self.get("input")?;
        let [_length @ (1..), rows @ (1..), features @ (1..)] = input.shape[..] else {
            return Err(format!("input is {:?}, not [length, rows, features]", input.shape));
        };
        let targets = self.targets(rows, Some(2))?;
        let inputs = input.values.chunks_exact(rows * features).map(|step| transposed(step, features)).collect();
        Ok(SequenceData::new(rows, inputs, 1, targets))
    }

    fn targets(&self, rows: usize, classes: Option<usize>) -> Result<Targets, String> {
        let target = self.get("target")?;
        let fits = matches!(target.shape[..], [n] | [n, (1..)] if n == rows);
        if !fits {
            return Err(format!("target is {:?}, for {rows} rows", target.shape));
        }
        if !target.whole {
            let outputs = target.values.len() / rows;
            return Ok(Targets::Values { values: transposed(&target.values, outputs), scale: 1.0, unit: "" });
        }
        let most = target.values.iter().fold(1.0_f64, |most, class| most.max(*class));
        let count = classes.unwrap_or(0).max(most as usize + 1);
        if target.values.len() != rows || target.values.iter().any(|class| *class < 0.0) || count > 1000 {
            return Err("target's whole numbers are not one class for each row, from 0 to 999".into());
        }
        Ok(Targets::Classes { count, of: target.values.iter().map(|class| *class as usize).collect() })
    }

    fn get(&self, name: &str) -> Result<&Tensor, String> {
        let tensor = self.0.get(name).ok_or_else(|| format!("has no tensor {name}"))?;
        match tensor.values.iter().position(|value| !value.is_finite()) {
            Some(k) => Err(format!("{name} holds {} as its number {k}", tensor.values[k])),
            None => Ok(tensor),
        }
    }
}

/// Writes a safetensors file. The format is little more than a header, so the page's module does without the crate.
#[derive(Debug, Default)]
pub struct Writer(Vec<Part>);

#[derive(Debug)]
struct Part {
    /// Made of letters, digits, points and underscores.
    name: String,
    dtype: &'static str,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

impl Writer {
    /// Adds parameters in the precision `R`, named as in `nn.Sequential`.
    pub fn params<R: Real>(&mut self, params: &[R], layout: &Layout) {
        for tensor in &layout.tensors {
            let values: Vec<f64> = params[tensor.range.clone()].iter().map(|value| value.to_f64()).collect();
            self.numbers::<R>(&tensor.in_sequence, &tensor.shape, &values);
        }
    }

    /// Adds running statistics in the precision `R`, named as in `nn.Sequential`.
    pub fn buffers<R: Real>(&mut self, buffers: &[R], layout: &Layout) {
        for buffer in &layout.buffers {
            let values: Vec<f64> = buffers[buffer.range.clone()].iter().map(|value| value.to_f64()).collect();
            self.numbers::<R>(&buffer.in_sequence, &[values.len()], &values);
        }
    }

    /// Adds numbers in the precision `R`.
    pub fn numbers<R: Real>(&mut self, name: &str, shape: &[usize], values: &[f64]) {
        if size_of::<R>() == size_of::<f32>() {
            self.add(name, "F32", shape, values.iter().flat_map(|value| (*value as f32).to_le_bytes()).collect());
        } else {
            self.add(name, "F64", shape, values.iter().flat_map(|value| value.to_le_bytes()).collect());
        }
    }

    /// Adds whole numbers.
    pub fn whole(&mut self, name: &str, shape: &[usize], values: &[f64]) {
        self.add(name, "I64", shape, values.iter().flat_map(|value| (*value as i64).to_le_bytes()).collect());
    }

    fn add(&mut self, name: &str, dtype: &'static str, shape: &[usize], bytes: Vec<u8>) {
        self.0.push(Part { name: name.into(), dtype, shape: shape.to_vec(), bytes });
    }

    /// The file: length of the header, header as JSON, padded to a multiple of eight, then the numbers. The widest
    /// types come first, so that every number is aligned to its size.
    pub fn finish(self) -> Vec<u8> {
        let parts =
            || ["I64", "F64", "F32"].into_iter().flat_map(|dtype| self.0.iter().filter(move |p| p.dtype == dtype));
        let mut end = 0;
        let entries: Vec<String> = parts()
            .map(|Part { name, dtype, shape, bytes }| {
                let from = end;
                end += bytes.len();
                format!(r#""{name}":{{"dtype":"{dtype}","shape":{shape:?},"data_offsets":[{from},{end}]}}"#)
            })
            .collect();
        let mut header = format!("{{{}}}", entries.join(","));
        header.extend(std::iter::repeat_n(' ', header.len().next_multiple_of(8) - header.len()));
        let mut file = (header.len() as u64).to_le_bytes().to_vec();
        file.extend(header.bytes());
        parts().for_each(|part| file.extend(&part.bytes));
        file
    }
}

/// [rows, columns] to [columns, rows].
fn transposed(values: &[f64], columns: usize) -> Vec<f64> {
    (0..columns).flat_map(|k| values.iter().skip(k).step_by(columns).copied()).collect()
}

fn chunks<const N: usize>(data: &[u8]) -> impl Iterator<Item = [u8; N]> {
    data.chunks_exact(N).map(|bytes| bytes.try_into().expect("a chunk of N"))
}
