//! Planes through parameter space: captions of the surface, and why there is no plane.

use crate::texts::messages;

messages! { "planes";
    descent() = "The path’s main directions";
    first_update() = "The first update and a random direction";
    update() = "first update";
    random() = "Random filter-normalised directions";
    pca() = "The path’s principal components";
    hessian() = "The Hessian’s two leading eigenvectors";
    hessian_values(first, second) = "The Hessian’s two leading eigenvectors, λ₁ = {first}, λ₂ = {second},";
    parameters() = "Two parameters";
    layers() = "Two layers’ gradients";
    layers_named(x, x_norm, y, y_norm) = "Along the negative gradients of {x} (‖g‖ = {x_norm}) and {y} (‖g‖ = {y_norm}),";
    layer_axis(layer) = "−g of {layer}";
    solutions() = "Three solutions";
    solutions_of(first, second, third) = "The solutions of seeds {first}, {second} and {third} ({first} is this run; same data, as many steps),";
    solutions_marked() = "solutions";
    through_start(directions, rows) = "{directions} through the start; {rows}.";
    through_step(directions, step, rows) = "{directions} through step {step}; {rows}.";
    function() = "The function itself.";
    all_rows(count) = "all {count} rows";
    some_rows(count, all) = "{count} of {all} rows";
    all_test_rows(count) = "all {count} test rows";
    some_test_rows(count, all) = "{count} of {all} test rows";
    rows_error(rows, error) = "{rows}, standard error {error} at the centre";
    rows_no_test(rows) = "{rows} of training, because there is no test set (test share)";
    unknown(id, known) = "There is no plane “{id}”; {known}.";
    not_finite() = "The parameters are not finite.";
    too_short() = "The path is still too short for a plane of its own.";
    not_moved() = "The run has not moved in this plane yet.";
    eigenvectors_unknown() = "The Hessian’s eigenvectors are not known.";
    hessian_not_finite() = "The Hessian is not finite here: it has no eigenvectors.";
    same_layer(layer) = "layer_x and layer_y are the same layer, {layer}: choose two.";
    no_layers() = "There are no layers.";
    unknown_layer(key, name, known) = "{key}: there is no layer “{name}”; {known}.";
    zero_gradient_of(layer) = "The gradient of {layer} is zero at this step: it has no direction.";
    infinite_gradient_of(layer) = "The gradient of {layer} is not finite at this step: it has no direction.";
    same_parameter(parameter) = "plane_x and plane_y are the same parameter, {parameter}: choose two.";
    no_parameters() = "There are no parameters.";
    unknown_tensor(key, name, known) = "{key}: there is no tensor “{name}”; {known}.";
    unknown_index(key, tensor, sizes, index) = "{key}: {tensor} has the sizes {sizes}, and no element {index}.";
    same_seeds(first, second, third) = "seed_x and seed_y: {first}, {second} and {third} are not three different seeds; the first is this run's.";
    solutions_unknown() = "The other two solutions are not known yet.";
    solution_diverged(seed) = "The run that starts from seed {seed} has diverged: there are no three solutions.";
    solutions_on_line() = "The three solutions lie on a line: they have no plane of their own.";
}
