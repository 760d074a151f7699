//! The matrix products of a training step alone, for a benchmark against the machine's limit.

use super::Real;
use super::kernels::{Start, Weights, outer_product, product, row_sums, stride};
use super::random::{Purpose, Stream};

/// Matrices and signals of a feed-forward network without activations.
pub struct Products<R> {
    layers: Vec<Layer<R>>,
    columns: usize,
}

/// One matrix: its input and the gradient by its output as signals [features, columns].
struct Layer<R> {
    inputs: usize,
    outputs: usize,
    weights: Vec<R>,
    bias: Vec<R>,
    input: Vec<R>,
    output: Vec<R>,
    slope: Vec<R>,
    weight_gradient: Vec<R>,
    bias_gradient: Vec<R>,
}

impl<R: Real> Products<R> {
    /// Matrices between layers of these sizes, and signals of `columns` columns. Weights are normal with variance 1 /
    /// inputs, so that signals keep their size forward and backward.
    pub fn new(sizes: &[usize], columns: usize) -> Self {
        let columns = stride(columns.max(1));
        let mut random = Stream::new(0, Purpose::Data, 0);
        let mut draw = |count: usize, size: f64| (0..count).map(|_| R::of(size * random.normal())).collect::<Vec<R>>();
        let layers = sizes.windows(2).map(|pair| {
            let (inputs, outputs) = (pair[0], pair[1]);
            Layer {
                inputs,
                outputs,
                weights: draw(inputs * outputs, (1.0 / inputs.max(1) as f64).sqrt()),
                bias: draw(outputs, 0.1),
                input: draw(inputs * columns, 1.0),
                output: vec![R::ZERO; outputs * columns],
                slope: draw(outputs * columns, 1.0),
                weight_gradient: vec![R::ZERO; inputs * outputs],
                bias_gradient: vec![R::ZERO; outputs],
            }
        });
        Self { layers: layers.collect(), columns }
    }

    /// Computes all products of `times` steps: each layer's outputs, its weight gradients, and the gradient by its
    /// input except for the first. Returns the sum of the last step's gradients, so that none is optimised away.
    pub fn work(&mut self, times: u64) -> f64 {
        for _ in 0..times {
            self.forward();
            self.backward();
        }
        let gradients = self.layers.iter().flat_map(|layer| layer.weight_gradient.iter().chain(&layer.bias_gradient));
        gradients.map(|value| value.to_f64()).sum()
    }

    fn forward(&mut self) {
        for l in 0..self.layers.len() {
            let (done, rest) = self.layers.split_at_mut(l);
            let Layer { inputs, outputs, weights, bias, input, output, .. } = &mut rest[0];
            let input = done.last().map_or(&*input, |before| &before.output);
            let weights = Weights { values: weights, row: *inputs, column: 1 };
            product(weights, input, Start::Each(bias), output, *outputs, *inputs, self.columns);
        }
    }

    fn backward(&mut self) {
        for l in (0..self.layers.len()).rev() {
            let (before, rest) = self.layers.split_at_mut(l);
            let Layer { inputs, outputs, weights, input, slope, weight_gradient, bias_gradient, .. } = &mut rest[0];
            weight_gradient.fill(R::ZERO);
            bias_gradient.fill(R::ZERO);
            row_sums(slope, bias_gradient, self.columns);
            let Some(before) = before.last_mut() else {
                outer_product(slope, input, weight_gradient, *outputs, *inputs, self.columns);
                return;
            };
            outer_product(slope, &before.output, weight_gradient, *outputs, *inputs, self.columns);
            let transposed = Weights { values: weights, row: 1, column: *inputs };
            product(transposed, slope, Start::Zero, &mut before.slope, *inputs, *outputs, self.columns);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_gradient_is_that_of_the_chain_of_matrices() {
        let sizes = [2, 3, 1];
        let mut products = Products::<f64>::new(&sizes, 5);
        // The gradient is that of the sum of outputs times their gradients.
        let value = |products: &mut Products<f64>| {
            products.forward();
            let last = products.layers.last().unwrap();
            last.output.iter().zip(&last.slope).map(|(y, slope)| y * slope).sum::<f64>()
        };
        products.work(2);
        for l in 0..sizes.len() - 1 {
            for k in 0..products.layers[l].weights.len() {
                let exact = products.layers[l].weight_gradient[k];
                let mut moved = [0.0; 2];
                for (moved, by) in moved.iter_mut().zip([-0.5, 0.5]) {
                    products.layers[l].weights[k] += by;
                    *moved = value(&mut products);
                    products.layers[l].weights[k] -= by;
                }
                // It is linear in each weight.
                assert!((moved[1] - moved[0] - exact).abs() < 1e-12, "layer {l}, weight {k}");
            }
        }
    }
}
