//! A case's tensors, read from its safetensors file and checked against its description.

use crate::reference::case::{Case, Expected};
use gradscape::math::{Real, norm};
use safetensors::{Dtype, SafeTensors};
use std::collections::BTreeMap;

/// Every tensor of a file.
pub struct Tensors(BTreeMap<String, Tensor>);

pub struct Tensor {
    pub shape: Vec<usize>,
    /// Row by row, every type exact in f64.
    pub values: Vec<f64>,
    dtype: Dtype,
}

impl Tensors {
    /// Reads a file that belongs to the case `name`.
    pub fn read(bytes: &[u8], name: &str) -> Result<Self, String> {
        let described = |error| format!("its tensors cannot be read: {error}");
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(described)?;
        if header.metadata().as_ref().is_some_and(|words| words.get("case").is_some_and(|case| case != name)) {
            return Err(format!("its tensors say that they belong to another case than {name}"));
        }
        let file = SafeTensors::deserialize(bytes).map_err(described)?;
        let tensors = file.iter().map(|(name, view)| {
            let (shape, data) = (view.shape().to_vec(), view.data());
            let values: Vec<f64> = match view.dtype() {
                Dtype::F32 => chunks(data).map(|b| f32::from_le_bytes(b).into()).collect(),
                Dtype::F64 => chunks(data).map(f64::from_le_bytes).collect(),
                Dtype::I64 => chunks(data).map(|b| i64::from_le_bytes(b) as f64).collect(),
                other => return Err(format!("tensor {name} is of type {other:?}, which no case has")),
            };
            match values.iter().find(|value| !value.is_finite()) {
                Some(value) => Err(format!("tensor {name} holds {value}")),
                None => Ok((name.to_string(), Tensor { shape, values, dtype: view.dtype() })),
            }
        });
        Ok(Self(tensors.collect::<Result<_, _>>()?))
    }

    /// A tensor of single-precision numbers.
    pub fn numbers(&self, name: &str) -> Result<&Tensor, String> {
        self.typed(name, Dtype::F32)
    }

    /// A tensor of class indices.
    pub fn classes(&self, name: &str) -> Result<&Tensor, String> {
        self.typed(name, Dtype::I64)
    }

    /// A parameter's gradient at step 0.
    pub fn gradient(&self, parameter: &str) -> Result<&Tensor, String> {
        self.typed(&format!("grad0.{parameter}"), Dtype::F64)
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    fn typed(&self, name: &str, dtype: Dtype) -> Result<&Tensor, String> {
        let tensor = self.0.get(name).ok_or_else(|| format!("tensor {name} is missing"))?;
        if tensor.dtype != dtype {
            return Err(format!("tensor {name} is of type {:?}, not {dtype:?}", tensor.dtype));
        }
        Ok(tensor)
    }

    /// Checks the tensors against the description, also for cases that the engine does not support yet.
    pub fn belong_to(&self, case: &Case) -> Result<(), String> {
        self.numbers("input")?;
        if !self.has("target") {
            return Err("tensor target is missing".into());
        }
        for name in &case.param_order {
            let (parameter, gradient) = (self.numbers(name)?, self.gradient(name)?);
            if parameter.shape != gradient.shape {
                return Err(format!("{name} is {:?}, its gradient {:?}", parameter.shape, gradient.shape));
            }
            let Expected { step, grad_norm, .. } = &case.expected.f64;
            let stated = grad_norm.get(name).and_then(|norms| norms.first());
            let length = norm(&gradient.values);
            // Both were written in f64 by the same program; only the order of the sum differs.
            if let (Some(0), Some(stated)) = (step.first(), stated)
                && (length - stated).abs() > 1e-12 * stated.abs()
            {
                return Err(format!("grad0.{name} has norm {length:e}, expected.f64.grad_norm begins with {stated:e}"));
            }
        }
        let known = |name: &str| {
            let parameter = name.strip_prefix("grad0.").unwrap_or(name);
            ["input", "target", "h0", "c0"].contains(&name) || case.param_order.iter().any(|p| p == parameter)
        };
        match self.0.keys().find(|name| !known(name)) {
            Some(name) => Err(format!("tensor {name} is not understood")),
            None => Ok(()),
        }
    }
}

impl Tensor {
    /// Row by row to column by column: [rows, features] to [features, rows].
    pub fn transposed(&self, rows: usize) -> Vec<f64> {
        transposed(&self.values, rows)
    }

    pub fn converted<R: Real>(&self) -> impl Iterator<Item = R> {
        self.values.iter().map(|value| R::of(*value))
    }
}

/// [rows, features] to [features, rows].
pub fn transposed(values: &[f64], rows: usize) -> Vec<f64> {
    let features = values.len() / rows;
    (0..features).flat_map(|k| values.iter().skip(k).step_by(features).copied()).collect()
}

fn chunks<const N: usize>(data: &[u8]) -> impl Iterator<Item = [u8; N]> {
    data.chunks_exact(N).map(|bytes| bytes.try_into().expect("a chunk of N"))
}
