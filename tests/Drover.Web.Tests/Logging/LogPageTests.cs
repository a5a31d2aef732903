using System.Reflection;
using Drover.Daemon;
using Drover.Daemon.Logging;
using Microsoft.Extensions.Logging;

namespace Drover.Web.Tests.Logging;

/// <summary>The page of the log beside the program.</summary>
public sealed class LogPageTests
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly string[] s_page = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "docs/logging.md"));

    [Fact]
    public void The_page_lists_every_message_with_its_category_number_level_and_text()
    {
        var listed = new List<string>();
        var category = "";
        foreach (var line in s_page)
            if (line.StartsWith("### ", StringComparison.Ordinal))
                category = line[4..];
            else if (line.Split(" | ") is { Length: 4 } cells && int.TryParse(cells[0].TrimStart('|', ' '), out var number))
                listed.Add($"{category} {number} {cells[1]} {cells[2]}");
        var written = Messages().Select(message => $"{message.Category} {message.Is.EventId} {message.Is.Level.ToString().ToLowerInvariant()} {message.Is.Message}");
        Assert.Equal(written.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_category_has_its_own_range_of_100_and_a_number_has_one_message()
    {
        Assert.All(Messages().GroupBy(message => message.Is.EventId), same => Assert.Single(same));
        Assert.All(Messages().GroupBy(message => message.Is.EventId / 100), range => Assert.Single(range.Select(message => message.Category).Distinct()));
    }

    [Fact]
    public void The_categories_that_can_be_set_are_those_that_there_are()
    {
        Assert.Equal(LogCategories.All, Messages().Select(message => message.Category[LogCategories.Prefix.Length..]).Distinct().Order(StringComparer.Ordinal));
        Assert.All(LogCategories.All, name => Assert.Contains(s_page, line => line.StartsWith($"| `{LogCategories.Prefix}{name}` |", StringComparison.Ordinal)));
    }

    private static IEnumerable<(string Category, LoggerMessageAttribute Is)> Messages() =>
        from assembly in typeof(Composition).Assembly.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("Drover.", StringComparison.Ordinal))
            .Select(Assembly.Load).Append(typeof(Composition).Assembly).Append(typeof(Lava.Control.ControlDoor).Assembly).Distinct()
        from type in assembly.GetTypes()
        from method in type.GetMethods(Any)
        let message = method.GetCustomAttribute<LoggerMessageAttribute>()
        where message is not null
        select ((string)(type.GetField("Category", Any)?.GetRawConstantValue() ?? $"{type} has no category"), message);
}
