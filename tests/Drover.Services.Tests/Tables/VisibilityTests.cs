using Drover.Kernel;
using Drover.Services.Levels;
using Drover.Services.Nodes;

namespace Drover.Services.Tests.Tables;

/// <summary>What observers see of services. What the cltab says is for those who may read it.</summary>
public sealed class VisibilityTests
{
    private static readonly KernelModel s_model = new(new KernelOptions(), [new ServicesDomain(null!, new NodeReports(null!, null!))]);

    [Theory]
    [InlineData("process", "command error limits")]
    [InlineData("service-group", "errors reason")]
    public void These_fields_are_for_operators_and_all_others_for_everyone(string resource, string hidden)
    {
        var fields = s_model.Resources.Get(resource).Fields;
        Assert.Equal(hidden, string.Join(' ', fields.Where(f => f.Visibility == Visibility.Operators).Select(f => f.Name).Order(StringComparer.Ordinal)));
        Assert.DoesNotContain(fields, f => f.Visibility == Visibility.Owner);
    }

    [Fact]
    public void A_signal_of_a_process_shows_everyone_what_its_row_does()
    {
        var shown = s_model.Signals["process-changed"].Shown.Members;
        var row = s_model.Resources.Get("process");
        Assert.Equal(["group", "last_exit", "node", "pid", "restarts", "run", "state", "tag"],
            shown.Where(m => m.Value == Visibility.Everyone).Select(m => m.Key).Order(StringComparer.Ordinal));
        Assert.All(shown, member => Assert.Equal(row.FindDefinition(member.Key)?.Visibility ?? Visibility.Everyone, member.Value));
    }

    [Fact]
    public void A_stored_group_shows_everyone_what_its_row_does()
    {
        var row = s_model.Resources.Get("service-group");
        Assert.All(ServiceGroupRecord.Kind.Shown.Members, member =>
            Assert.Equal(row.FindDefinition(member.Key == "group" ? "name" : member.Key)?.Visibility ?? Visibility.Operators, member.Value));
        Assert.Equal(["boot_id", "reason", "wanted"],
            ServiceGroupRecord.Kind.Shown.Members.Where(m => m.Value != Visibility.Everyone).Select(m => m.Key).Order(StringComparer.Ordinal));
    }
}
