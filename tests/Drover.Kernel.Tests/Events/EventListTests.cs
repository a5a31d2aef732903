using System.Runtime.CompilerServices;
using System.Text.Json;
using Drover.Kernel.Events;
using Drover.Kernel.State;
using Drover.Kernel.Tests.Jobs;

namespace Drover.Kernel.Tests.Events;

/// <summary>Every event is known where events must be known.</summary>
public sealed class EventListTests
{
    private static readonly string s_page = Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../docs/formats/events.md");
    private static readonly KernelModel s_model = new(new KernelOptions(), [new TestDomain()]);

    public static TheoryData<string> Events =>
        [.. typeof(Event).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(Event))).Select(type => type.Name).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_has_a_name_in_the_journal(string type)
    {
        var thrown = Record.Exception(() => s_model.Codec.Decode(NameOf(type), "{}"u8));
        Assert.NotEqual("EVENT_UNKNOWN", (thrown as DroverException)?.Code);
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void The_reducer_has_a_rule_for_it(string type)
    {
        var happening = (Event)RuntimeHelpers.GetUninitializedObject(TypeOf(type));
        var thrown = Record.Exception(() => Applier.Apply(s_model.EmptyState, happening, default));
        Assert.DoesNotContain("There is no rule for", thrown?.Message ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void It_is_known_which_rows_it_touches(string type)
    {
        var happening = (Event)RuntimeHelpers.GetUninitializedObject(TypeOf(type));
        var thrown = Record.Exception(() => new TouchedRows().Add(happening));
        Assert.DoesNotContain("There is no row for", thrown?.Message ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void The_page_of_events_names_it_with_all_its_members(string type)
    {
        var row = File.ReadLines(s_page).SingleOrDefault(line => line.StartsWith($"| `{NameOf(type)}` |", StringComparison.Ordinal));
        Assert.True(row is not null, $"docs/formats/events.md has no row for `{NameOf(type)}`");
        foreach (var member in TypeOf(type).GetProperties())
            Assert.Contains($"`{JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name)}`", row, StringComparison.Ordinal);
    }

    private static string NameOf(string type) => JsonNamingPolicy.KebabCaseLower.ConvertName(type);

    private static Type TypeOf(string name) => typeof(Event).Assembly.GetTypes().Single(type => type.Name == name && type.IsSubclassOf(typeof(Event)));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
