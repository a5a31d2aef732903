using System.Text.Json;
using Drover.Lab.Scheduling;
using Drover.Lab.Tests.Scenarios;

namespace Drover.Lab.Tests.Scheduling;

/// <summary>What many waiting test jobs do when their devices change.</summary>
public sealed class DeviceTypeLookTests
{
    [Fact]
    public async Task Many_ask_anew_some_at_a_time_and_go_on_after_a_restart()
    {
        await using var lab = await LabHost.StartAsync();
        await lab.BeginJobAsync();
        List<long> waiting = [];
        for (var i = 0; i < (2 * DeviceTypeLook.MostAtOnce) + 1; i++)
            waiting.Add((await lab.SubmitAsync("user:ada", "OP_TEST_JOB_RUN", Definition)).Id);
        await lab.SettleAsync();
        Assert.All(waiting, id => Assert.False(AsksForE(lab, id)));
        // Out of order, so that nobody gets it and all go on waiting.
        await lab.DoAsync("OP_DEVICE_ADD", json =>
        {
            json.WriteString("name", "E");
            json.WriteString("device_type", "T");
            json.WriteString("worker", "W");
            json.WriteString("health", "maintenance");
        });
        Assert.Equal(DeviceTypeLook.MostAtOnce, waiting.TakeWhile(id => AsksForE(lab, id)).Count());
        Assert.False(AsksForE(lab, waiting[^1]));
        await lab.RestartAsync();
        await DeviceTypeLook.FinishAsync(lab.Kernel, TestContext.Current.CancellationToken);
        Assert.All(waiting, id => Assert.True(AsksForE(lab, id)));
        Assert.Empty(lab.Kernel.State.Objects.All(DeviceTypeLook.Kind));
    }

    private static void Definition(Utf8JsonWriter json) =>
        json.WriteString("definition", "job_name: light\ndevice_type: T\nvisibility: public\ntimeouts: {job: {minutes: 5}}\nactions: []\n");

    private static bool AsksForE(LabHost lab, long id) => lab.Kernel.State.Locks.Waiting(id)!.Set.ToString().Contains('E', StringComparison.Ordinal);
}
