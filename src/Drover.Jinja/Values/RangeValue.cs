using System.Numerics;

namespace Drover.Jinja.Values;

/// <summary>Python's range.</summary>
internal sealed class RangeValue
{
    // What Jinja2's sandbox allows.
    private const int Longest = 100_000;

    /// <exception cref="TemplateFault">The step is zero, or the range too long.</exception>
    public RangeValue(BigInteger start, BigInteger stop, BigInteger step)
    {
        if (step.IsZero)
            throw new TemplateFault("The step of a range must not be zero.");
        (Start, Stop, Step) = (start, stop, step);
        var span = step.Sign > 0 ? stop - start : start - stop;
        var count = span.Sign > 0 ? (span - 1) / BigInteger.Abs(step) + 1 : 0;
        if (count > Longest)
            throw new TemplateFault($"A range of {count} numbers is longer than the {Longest} that a template may have.");
        Count = (int)count;
    }

    public BigInteger Start { get; }

    public BigInteger Stop { get; }

    public BigInteger Step { get; }

    public int Count { get; }

    public object? this[int index] => Start + index * Step;

    public IEnumerable<object?> Numbers => Enumerable.Range(0, Count).Select(index => this[index]);
}
