using Drover.Cli.Listing;

namespace Drover.Cli.Tests.Listing;

public sealed class ElapsedTests
{
    [Theory]
    [InlineData(-5, "0s")]
    [InlineData(0, "0s")]
    [InlineData(0.01, "<0.1s")]
    [InlineData(0.34, "0.3s")]
    [InlineData(9.9, "9.9s")]
    [InlineData(9.96, "9s")]
    [InlineData(59.9, "59s")]
    [InlineData(60, "1m")]
    [InlineData(312, "5m12s")]
    [InlineData(3600 * 3, "3h")]
    [InlineData(3600 * 3 + 305, "3h5m")]
    [InlineData(86400 * 2 + 3600 * 4, "2d4h")]
    [InlineData(86400 * 30.5, "30d")]
    public void A_span_has_two_units_at_most(double seconds, string text) => Assert.Equal(text, Elapsed.Text(TimeSpan.FromSeconds(seconds)));
}
