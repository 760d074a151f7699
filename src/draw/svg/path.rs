//! Lines and areas as path data: without points that cannot be seen, and with the pieces of a line joined.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::draw::backend::Rectangle;
use crate::draw::drawing::Point;

/// A point is left out if the line stays within this distance of it, in units.
const UNSEEN: f64 = 1.5;

/// Path data of lines. With `joined`, pieces that meet end to end become one line.
pub fn lines(runs: &[&[Point]], joined: bool) -> String {
    let mut pen = Pen::default();
    if joined {
        let (pieces, whole): (Vec<&[Point]>, Vec<&[Point]>) = runs.iter().partition(|run| run.len() == 2);
        whole.into_iter().map(<[Point]>::to_vec).chain(chains(&pieces)).for_each(|run| pen.line(&run));
    } else {
        runs.iter().for_each(|run| pen.line(run));
    }
    pen.data
}

/// Path data of a polygon. All turn the same way, so that where two overlap there is no hole.
pub fn area(corners: &[Point]) -> String {
    let corners = simplified(corners);
    let mut twice = 0;
    for (k, &(x, y)) in corners.iter().enumerate() {
        let (to_x, to_y) = corners[(k + 1) % corners.len()];
        twice += i64::from(x) * i64::from(to_y) - i64::from(to_x) * i64::from(y);
    }
    if corners.len() < 3 || twice == 0 {
        return String::new();
    }
    let around: Vec<Point> = if twice > 0 { corners } else { corners.into_iter().rev().collect() };
    let mut pen = Pen::default();
    pen.through(&around);
    pen.data + "z"
}

/// Path data of a rectangle.
pub fn boxed(place: &Rectangle) -> String {
    let (left, right) = (place.left.min(place.right), place.left.max(place.right));
    let (top, bottom) = (place.top.min(place.bottom), place.top.max(place.bottom));
    if left == right || top == bottom {
        return String::new();
    }
    let width = right - left;
    format!("M{left} {top}h{width}v{}h{}z", bottom - top, -width)
}

/// Writes relative coordinates, which are short.
#[derive(Default)]
struct Pen {
    data: String,
    at: Point,
}

impl Pen {
    fn line(&mut self, run: &[Point]) {
        let run = simplified(run);
        if run.len() > 1 {
            self.through(&run);
        }
    }

    fn through(&mut self, run: &[Point]) {
        let is_first = self.data.is_empty();
        self.data.push(if is_first { 'M' } else { 'm' });
        for (k, &(x, y)) in run.iter().enumerate() {
            let (right, down) = (x - self.at.0, y - self.at.1);
            let gap = |value: i32, first: bool| if value < 0 || first { "" } else { " " };
            let (before, between) = (gap(right, k == 0 || (k == 1 && is_first)), gap(down, false));
            write!(self.data, "{before}{right}{between}{down}").expect("a text grows");
            if k == 0 && is_first {
                // What follows an absolute start would be absolute, too.
                self.data.push('l');
            }
            self.at = (x, y);
        }
    }
}

/// Pieces of two points each, joined where exactly two of them meet.
fn chains(pieces: &[&[Point]]) -> Vec<Vec<Point>> {
    let mut meeting: BTreeMap<Point, Vec<usize>> = BTreeMap::new();
    for (k, piece) in pieces.iter().enumerate() {
        meeting.entry(piece[0]).or_default().push(k);
        meeting.entry(piece[1]).or_default().push(k);
    }
    let mut used = vec![false; pieces.len()];
    let mut chains = Vec::new();
    for start in 0..pieces.len() {
        if used[start] {
            continue;
        }
        used[start] = true;
        let mut chain = pieces[start].to_vec();
        for _ in 0..2 {
            // Onwards from the last point, as long as one piece leads on; then the same from the other end.
            while let Some(&end) = chain.last() {
                let there = &meeting[&end];
                let Some(&next) = there.iter().find(|next| !used[**next]).filter(|_| there.len() == 2) else { break };
                used[next] = true;
                let piece = pieces[next];
                chain.push(if piece[0] == end { piece[1] } else { piece[0] });
            }
            chain.reverse();
        }
        chains.push(chain);
    }
    chains
}

/// The points of a line that can be seen (Douglas and Peucker 1973).
fn simplified(run: &[Point]) -> Vec<Point> {
    if run.len() < 3 {
        return run.to_vec();
    }
    let mut kept = vec![false; run.len()];
    (kept[0], kept[run.len() - 1]) = (true, true);
    let mut open = vec![(0, run.len() - 1)];
    while let Some((from, to)) = open.pop() {
        let far = (from + 1..to).map(|k| (k, away(run[k], run[from], run[to])));
        let farthest = far.fold((from, UNSEEN), |far, near| if near.1 > far.1 { near } else { far });
        if farthest.0 > from {
            kept[farthest.0] = true;
            open.extend([(from, farthest.0), (farthest.0, to)]);
        }
    }
    run.iter().zip(kept).filter_map(|(point, kept)| kept.then_some(*point)).collect()
}

/// Distance of a point from a segment.
fn away(point: Point, from: Point, to: Point) -> f64 {
    let (x, y) = (f64::from(point.0 - from.0), f64::from(point.1 - from.1));
    let (along, down) = (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
    let length = along * along + down * down;
    let share = if length > 0.0 { ((x * along + y * down) / length).clamp(0.0, 1.0) } else { 0.0 };
    let (x, y) = (x - share * along, y - share * down);
    (x * x + y * y).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_a_ring_become_one_line_and_a_fork_stays_apart() {
        let ring: [&[Point]; 4] = [&[(0, 0), (90, 0)], &[(90, 90), (90, 0)], &[(0, 90), (90, 90)], &[(0, 90), (0, 0)]];
        assert_eq!(chains(&ring).len(), 1);
        let fork: [&[Point]; 3] = [&[(0, 0), (90, 0)], &[(90, 0), (90, 90)], &[(90, 0), (180, 0)]];
        assert_eq!(chains(&fork).len(), 3);
    }

    #[test]
    fn a_point_on_the_way_is_left_out_and_a_corner_is_kept() {
        assert_eq!(simplified(&[(0, 0), (50, 1), (100, 0), (100, 100)]), [(0, 0), (100, 0), (100, 100)]);
        // Out and back: the turning point lies on the line through both ends, but not between them.
        assert_eq!(simplified(&[(0, 0), (100, 0), (10, 0)]), [(0, 0), (100, 0), (10, 0)]);
    }

    #[test]
    fn coordinates_are_relative_and_closed_areas_turn_one_way() {
        assert_eq!(lines(&[&[(10, 20), (40, -20)], &[(0, 0), (5, 90)]], false), "M10 20l30-40m-40 20 5 90");
        let square = [(0, 0), (90, 0), (90, 90), (0, 90)];
        let turned: Vec<Point> = square.iter().rev().copied().collect();
        assert_eq!(area(&square), "M0 0l90 0 0 90-90 0z");
        assert_eq!(area(&turned).len(), area(&square).len());
        assert_eq!(area(&[(0, 0), (9, 9)]), "");
        assert_eq!(boxed(&Rectangle { left: 0, top: 5, right: 9, bottom: 7 }), "M0 5h9v2h-9z");
    }
}
