using Drover.Tests.Shared;

namespace Drover.Jinja.Tests;

/// <summary>Seeded templates, rendered by us and by Debian's Jinja2: which variables a place sees, what is printed in which order, which white space stays.</summary>
public sealed class RandomTemplateTests(DebianJinja debian, ITestOutputHelper output) : IClassFixture<DebianJinja>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Templates_by_chance_print_the_same_or_fail_in_both(int seed)
    {
        var random = new RandomTemplate(new Random(seed));
        var differences = new List<string>();
        var (count, printed) = (TestScale.Of(500), 0);
        for (var i = 0; i < count; i++)
        {
            var templates = random.Next();
            var (expected, refusal) = await debian.RenderAsync(templates, "main", TemplateCase.Variables);
            var (actual, fault) = Templates.Try(templates, TemplateCase.Variables);
            printed += expected is null ? 0 : 1;
            if (expected != actual)
                differences.Add($"{string.Join('\n', templates.Select(template => $"--- {template.Key}\n{template.Value}"))}\n=== expected\n{expected ?? refusal}\n=== but was\n{actual ?? fault}");
        }
        output.WriteLine($"Seed {seed}: {count - differences.Count} of {count} are the same, {printed} of them print something.");
        Assert.True(differences.Count == 0, $"Seed {seed}, {differences.Count} of {count} differ:\n{string.Join("\n\n", differences.OrderBy(text => text.Length).Take(3))}");
    }
}
