//! The χ² distribution: how often chance alone gives as much or more.

/// The probability that a χ² with that many degrees of freedom is at least `x`; 1 where `x` is not
/// above 0 or nothing is free.
///
/// The regularised incomplete gamma function Q(df/2, x/2), by its series where x/2 is small against
/// df/2 and by its continued fraction elsewhere (Abramowitz and Stegun 1964, 6.5.29 and 6.5.31).
pub fn p_above(x: f64, degrees: u32) -> f64 {
    if x.is_nan() || x <= 0.0 || degrees == 0 {
        return 1.0;
    }
    let (a, x) = (f64::from(degrees) / 2.0, x / 2.0);
    let scale = (a * x.ln() - x - ln_gamma_half(degrees)).exp();
    let p = if x < a + 1.0 { 1.0 - scale * series(a, x) } else { scale * fraction(a, x) };
    p.clamp(0.0, 1.0)
}

/// Terms are added until they change nothing; so many suffice for thousands of degrees.
const MOST_TERMS: u32 = 10_000;

/// Σ xⁿ / (a (a+1) … (a+n)).
fn series(a: f64, x: f64) -> f64 {
    let mut term = 1.0 / a;
    let mut sum = term;
    for n in 1..MOST_TERMS {
        term *= x / (a + f64::from(n));
        sum += term;
        if term < sum * f64::EPSILON {
            break;
        }
    }
    sum
}

/// 1/(x+1−a− 1(1−a)/(x+3−a− 2(2−a)/(x+5−a− …))), after Lentz.
fn fraction(a: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut value = d;
    for n in 1..MOST_TERMS {
        let n = f64::from(n);
        let numerator = -n * (n - a);
        b += 2.0;
        let bounded = |value: f64| if value.abs() < TINY { TINY } else { value };
        d = 1.0 / bounded(numerator * d + b);
        c = bounded(b + numerator / c);
        let change = c * d;
        value *= change;
        if (change - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    value
}

/// ln Γ(k/2), from Γ(½) = √π and Γ(1) = 1 upwards.
fn ln_gamma_half(k: u32) -> f64 {
    let is_odd = k % 2 == 1;
    let first = if is_odd { 0.5 } else { 1.0 };
    let base = if is_odd { 0.5 * std::f64::consts::PI.ln() } else { 0.0 };
    let steps = (k - 1) / 2;
    base + (0..steps).map(|step| (first + f64::from(step)).ln()).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quantiles_of_every_table() {
        for (x, degrees, p) in [
            (3.841_458_821, 1, 0.05),
            (6.634_896_601, 1, 0.01),
            (26.296_227_605, 16, 0.05),
            (9.487_729_037, 4, 0.05),
            (0.710_723_021, 4, 0.95),
        ] {
            assert!((p_above(x, degrees) - p).abs() < 1e-9, "{x} {degrees}");
        }
        assert!((p_above(21.252_688, 1) - 4.0e-6).abs() < 1e-6);
        assert!((p_above(0.0, 3) - 1.0).abs() < f64::EPSILON);
        assert!((p_above(f64::NAN, 3) - 1.0).abs() < f64::EPSILON);
        assert!((p_above(2.0, 0) - 1.0).abs() < f64::EPSILON);
        assert!(p_above(1e6, 2) < 1e-300);
    }
}
