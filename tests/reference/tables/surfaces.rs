//! Functions of two variables: values, gradients, curvatures, stationary points.

use super::{Format, Said, read};
use crate::reference::check::close;
use crate::reference::outcome::Coverage;
use gradscape::math::{Dual, Real};
use gradscape::objectives::surfaces::AnySurface;
use gradscape::registry::Settings;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(rename = "format")]
    _format: Format,
    #[serde(rename = "note")]
    _note: Said,
    surfaces: BTreeMap<String, Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    #[serde(rename = "formula")]
    _formula: String,
    domain: [[f64; 2]; 2],
    points: Vec<Point>,
    stationary: Vec<Stationary>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Point {
    x: [f64; 2],
    f: f64,
    grad: [f64; 2],
    hessian: [[f64; 2]; 2],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stationary {
    kind: String,
    x: [f64; 2],
    f: f64,
    hessian_eigenvalues: Option<[f64; 2]>,
    #[serde(default, rename = "note")]
    _note: Said,
}

/// Allowed differences, times the largest of 1 and the terms that are compared: the vectors' own for f64, and a few
/// units in the last place of what cancels for f32.
const F64: f64 = 1e-12;
const F32: f64 = 1e-5;

/// The surface that the reference calls `name`, if the engine has it.
pub fn find(name: &str) -> Option<AnySurface> {
    let (id, settings) = match name {
        "quadratic_k100" => ("bowl".to_string(), "scenario=bowl&kappa=100"),
        "quadratic_k100_rot45" => ("bowl".to_string(), "scenario=bowl&kappa=100&rotation=45"),
        "levi13" => ("levi-13".to_string(), ""),
        _ => (name.replace('_', "-"), ""),
    };
    let known = AnySurface::ITEMS.iter().any(|item| item.id == id);
    known.then(|| AnySurface::named(&id, &Settings::parse(settings).0))
}

pub fn compare(file: &Path) -> Result<Coverage, String> {
    let table: Table = read(file)?;
    let mut coverage = Coverage { covered: 0, missing: Vec::new() };
    for (name, row) in &table.surfaces {
        match find(name) {
            Some(surface) => {
                agree(&surface, row).map_err(|error| format!("{name}: {error}"))?;
                coverage.covered += 1;
            }
            None => coverage.missing.push(name.clone()),
        }
    }
    Ok(coverage)
}

fn agree(surface: &AnySurface, row: &Row) -> Result<(), String> {
    let domain = surface.domain();
    if [domain.x, domain.y] != row.domain {
        return Err(format!("its domain is {:?}, expected {:?}", [domain.x, domain.y], row.domain));
    }
    for point in &row.points {
        value_and_gradient::<f64>(surface, point, F64)?;
        value_and_gradient::<f32>(surface, point, F32)?;
        let (got, size) = (hessian(surface, point.x), largest(point.hessian.as_flattened()));
        for (got, want) in got.as_flattened().iter().zip(point.hessian.as_flattened()) {
            close(&format!("Hessian at {:?}", point.x), *got, *want, F64 * size)?;
        }
    }
    for at in &row.stationary {
        let (f, g) = surface.value_and_gradient(at.x[0], at.x[1]);
        close(&format!("value at {:?}", at.x), f, at.f, F64 * at.f.abs().max(1.0))?;
        if at.kind == "min_nondifferentiable" {
            continue;
        }
        let Some(eigenvalues) = at.hessian_eigenvalues else {
            return Err(format!("{} at {:?} has no curvatures", at.kind, at.x));
        };
        let size = largest(&eigenvalues);
        for slope in g {
            close(&format!("slope at {:?}", at.x), slope, 0.0, F64 * size * largest(&at.x))?;
        }
        let [[a, b], [_, d]] = hessian(surface, at.x);
        let (middle, spread) = ((a + d) / 2.0, ((a - d) * (a - d) / 4.0 + b * b).sqrt());
        for (got, want) in [middle - spread, middle + spread].iter().zip(eigenvalues) {
            close(&format!("curvature at {:?}", at.x), *got, want, F64 * size)?;
        }
    }
    let minima: Vec<[f64; 2]> =
        row.stationary.iter().filter(|at| at.kind.split('_').next() == Some("min")).map(|at| at.x).collect();
    let near = |a: &[f64; 2], b: &[f64; 2]| (0..2).all(|k| (a[k] - b[k]).abs() <= F64 * b[k].abs().max(1.0));
    if domain.minima.len() != minima.len() || !minima.iter().all(|m| domain.minima.iter().any(|n| near(n, m))) {
        return Err(format!("its minima are {:?}, expected {minima:?}", domain.minima));
    }
    Ok(())
}

fn value_and_gradient<R: Real>(surface: &AnySurface, point: &Point, allowed: f64) -> Result<(), String> {
    let (f, g) = surface.value_and_gradient(R::of(point.x[0]), R::of(point.x[1]));
    let scale = largest(&[point.f, point.grad[0], point.grad[1]]);
    close(&format!("value at {:?}", point.x), f.to_f64(), point.f, allowed * scale)?;
    (0..2)
        .try_for_each(|k| close(&format!("slope {k} at {:?}", point.x), g[k].to_f64(), point.grad[k], allowed * scale))
}

/// The gradient in dual numbers, along one axis after the other.
fn hessian(surface: &AnySurface, x: [f64; 2]) -> [[f64; 2]; 2] {
    std::array::from_fn(|k| {
        let along = |l: usize| Dual::new(x[l], if k == l { 1.0 } else { 0.0 });
        surface.value_and_gradient(along(0), along(1)).1.map(|slope| slope.tangent)
    })
}

fn largest(values: &[f64]) -> f64 {
    values.iter().fold(1.0_f64, |largest, v| largest.max(v.abs()))
}
