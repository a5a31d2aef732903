using System.Globalization;

namespace Drover.Bench.Reporting;

/// <summary>What a figure should reach (<c>docs/performance.md</c>).</summary>
/// <param name="Limit">The bound, in the unit of the figure.</param>
/// <param name="Least">Whether more is better.</param>
internal sealed record Target(double Limit, bool Least)
{
    public static Target AtLeast(double limit) => new(limit, true);

    public static Target AtMost(double limit) => new(limit, false);

    public bool Holds(double value) => Least ? value >= Limit : value <= Limit;

    public override string ToString() => (Least ? ">= " : "<= ") + Limit.ToString(Limit >= 1000 ? "N0" : "0.##", CultureInfo.InvariantCulture);
}
