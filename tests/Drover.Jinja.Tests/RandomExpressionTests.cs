using Drover.Tests.Shared;

namespace Drover.Jinja.Tests;

/// <summary>Seeded expressions, evaluated by us and by Debian's Jinja2.</summary>
public sealed class RandomExpressionTests(DebianJinja debian, ITestOutputHelper output) : IClassFixture<DebianJinja>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Expressions_by_chance_print_the_same_or_fail_in_both(int seed)
    {
        var expressions = new RandomExpression(new Random(seed));
        var differences = new List<string>();
        var (count, printed) = (TestScale.Of(2000), 0);
        for (var i = 0; i < count; i++)
        {
            var texts = new Dictionary<string, string> { ["main"] = $"{{{{ {expressions.Next(3)} }}}}" };
            var (expected, refusal) = await debian.RenderAsync(texts, "main", TemplateCase.Variables);
            var (actual, fault) = Templates.Try(texts, TemplateCase.Variables);
            printed += expected is null ? 0 : 1;
            // Addresses of Python's objects are nobody's business.
            if (expected != actual && expected?.Contains(" at 0x", StringComparison.Ordinal) != true)
                differences.Add($"{texts["main"]}\n   expected {expected ?? refusal}\n   but was  {actual ?? fault}");
        }
        output.WriteLine($"Seed {seed}: {count - differences.Count} of {count} are the same, {printed} of them print something.");
        Assert.True(differences.Count == 0, $"Seed {seed}, {differences.Count} of {count} differ:\n{string.Join('\n', differences.Take(25))}");
    }
}
