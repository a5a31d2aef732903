using Drover.Kernel.Tests.Jobs;

namespace Drover.Kernel.Tests.Authority;

public sealed class DeclaredFieldsTests
{
    [Fact]
    public async Task Locks_are_listed_with_who_holds_them_and_who_waits()
    {
        await using var kernel = await TestKernel.StartAsync();
        Assert.Equal(["name", "mode", "owner", "pending"], kernel.Host.Model.Resources.Get("lock").DefaultFields);
    }

    [Fact]
    public async Task The_queues_own_tables_hide_what_is_written_down_here_and_nothing_else()
    {
        await using var kernel = await TestKernel.StartAsync();
        Assert.Equal(
            ["event.hash operators", "job.oplog owner", "job.opresult owner", "job.ops owner", "job.trace owner"],
            kernel.Host.Model.Resources.All.SelectMany(resource => resource.Fields
                .Where(field => field.Visibility != Visibility.Everyone)
                .Select(field => $"{resource.Name}.{field.Name} {field.Visibility.ToString().ToLowerInvariant()}")).Order(StringComparer.Ordinal));
    }
}
