using System.Globalization;

namespace Drover.Tests.Shared;

/// <summary>How many random histories are tried: one share of them in every run, DROVER_TEST_SCALE times as many in <c>make soak</c>.</summary>
internal static class TestScale
{
    private static readonly int s_factor =
        int.TryParse(Environment.GetEnvironmentVariable("DROVER_TEST_SCALE"), CultureInfo.InvariantCulture, out var factor) && factor > 0 ? factor : 1;

    public static int Of(int count) => count * s_factor;
}
