using Drover.Acceptance.Running;
using Drover.Tests.Shared;

namespace Drover.Acceptance.Ganeti;

/// <summary>The address of the master on a network of two machines.</summary>
public sealed class MasterAddressTests : IDisposable
{
    private const string Activate = """{"OP_ID":"OP_CLUSTER_ACTIVATE_MASTER_IP"}""";
    private const string Deactivate = """{"OP_ID":"OP_CLUSTER_DEACTIVATE_MASTER_IP"}""";

    private readonly Sandbox _place = new();
    private readonly TwoMachines? _machines = TwoMachines.Problem is null ? new TwoMachines() : null;

    public void Dispose()
    {
        _machines?.Dispose();
        _place.Dispose();
    }

    [Fact]
    public void Clients_reach_the_master_by_it_and_an_operator_takes_it_down_and_sets_it_again()
    {
        using var daemon = Start("192.0.2.10/24", "--listen", "0.0.0.0:7411");
        Assert.Contains("192.0.2.10/24", _machines!.Addresses, StringComparison.Ordinal);
        Assert.True(_machines.IsReached("192.0.2.10", 7411));
        Assert.Contains("master netdev: eth0", daemon.Gnt("gnt-cluster", "info").Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal("192.0.2.10\n", File.ReadAllText(Path.Combine(_place.GanetiRoot, "var/lib/ganeti/ssconf_master_ip")));
        daemon.Gnt("gnt-cluster", "deactivate-master-ip", "--yes").Expect(0);
        Assert.DoesNotContain("192.0.2.10", _machines.Addresses, StringComparison.Ordinal);
        Assert.False(_machines.IsReached("192.0.2.10", 7411));
        daemon.Gnt("gnt-cluster", "activate-master-ip").Expect(0);
        Assert.True(_machines.IsReached("192.0.2.10", 7411));
        Assert.Equal("success", daemon.Http.WaitForEnd(daemon.Http.Submit(Activate)));
    }

    [Fact]
    public void One_that_another_machine_has_is_not_taken_and_the_master_serves_all_the_same()
    {
        Need();
        TwoMachines.Ip("-n", _machines!.Other, "address", "add", "192.0.2.10/24", "dev", TwoMachines.Device);
        using var daemon = Daemon.StartBelowNotReady(_place, _machines.OnOwn, Arguments("192.0.2.10/24"));
        Assert.Contains("another machine has it", daemon.Http.Get("/readyz").Body, StringComparison.Ordinal);
        Assert.DoesNotContain("192.0.2.10", _machines.Addresses, StringComparison.Ordinal);
        Assert.Equal("error", daemon.Http.WaitForEnd(daemon.Http.Submit(Activate)));
        Assert.Equal("success", daemon.Http.WaitForEnd(daemon.Http.SubmitDelay(0.01)));
        TwoMachines.Ip("-n", _machines.Other, "address", "delete", "192.0.2.10/24", "dev", TwoMachines.Device);
        Assert.Equal("success", daemon.Http.WaitForEnd(daemon.Http.Submit(Activate)));
        Assert.Equal(200, daemon.Http.Get("/readyz").Status);
        Assert.Contains("192.0.2.10/24", _machines.Addresses, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_outlives_the_daemon_and_the_next_one_moves_it()
    {
        using (var daemon = Start("192.0.2.10/24"))
        {
            daemon.Kill9();
        }
        Assert.Contains("192.0.2.10/24", _machines!.Addresses, StringComparison.Ordinal);
        using (var daemon = Start("192.0.2.11/24"))
        {
            Assert.DoesNotContain("192.0.2.10", _machines.Addresses, StringComparison.Ordinal);
            Assert.Contains("192.0.2.11/24", _machines.Addresses, StringComparison.Ordinal);
            // A setting of the cluster: what was there before goes.
            daemon.Gnt("gnt-cluster", "modify", "--master-netmask", "32").Expect(0);
            await Soon.HoldsAsync(() => _machines.Addresses.Contains("192.0.2.11/32", StringComparison.Ordinal));
            Assert.DoesNotContain("192.0.2.11/24", _machines.Addresses, StringComparison.Ordinal);
            daemon.StopCleanly();
        }
        Assert.Contains("192.0.2.11", _machines.Addresses, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_that_is_not_the_master_any_more_gives_it_up()
    {
        using (var daemon = Start("192.0.2.10/24"))
        {
            daemon.StopCleanly();
        }
        var master = Path.Combine(_place.GanetiRoot, "var/lib/ganeti/ssconf_master_node");
        File.Delete(master);
        File.WriteAllText(master, "node9\n");
        var refused = Daemon.RefusedBelow(_place, _machines!.OnOwn).Expect(11);
        Assert.Contains("The master's address is taken down", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("192.0.2.10", _machines.Addresses, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_may_set_it()
    {
        var script = _place.At("setup");
        File.WriteAllText(script, "#!/bin/sh\necho \"$1 $MASTER_IP $MASTER_NETMASK $MASTER_NETDEV $CLUSTER_IP_VERSION\" >> \"$0.calls\"\ntest ! -e \"$0.fails\" || { echo 'no such cable' >&2; exit 3; }\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var daemon = Start("192.0.2.10/24", "--master-ip-script", script);
        daemon.Gnt("gnt-cluster", "modify", "--use-external-mip-script=yes").Expect(0);
        await Soon.HoldsAsync(() => File.Exists(script + ".calls"));
        Assert.DoesNotContain("192.0.2.10", _machines!.Addresses, StringComparison.Ordinal);
        Assert.Equal("start 192.0.2.10 24 eth0 4\n", File.ReadAllText(script + ".calls"));
        Assert.Equal("success", daemon.Http.WaitForEnd(daemon.Http.Submit(Deactivate)));
        Assert.Equal("start 192.0.2.10 24 eth0 4\nstop 192.0.2.10 24 eth0 4\n", File.ReadAllText(script + ".calls"));
        File.WriteAllText(script + ".fails", "");
        var refused = daemon.Http.Submit(Activate);
        Assert.Equal("error", daemon.Http.WaitForEnd(refused));
        Assert.Contains("ended with 3: no such cable", daemon.Http.Get($"/v1/jobs/{refused}").Body, StringComparison.Ordinal);
    }

    [Fact]
    public void The_one_of_the_node_itself_is_never_taken_down()
    {
        using var daemon = Daemon.Start(_place);
        Assert.Equal("success", daemon.Http.WaitForEnd(daemon.Http.Submit(Activate)));
        var job = daemon.Http.Submit(Deactivate);
        Assert.Equal("error", daemon.Http.WaitForEnd(job));
        Assert.Contains("is the one of its node", daemon.Http.Get($"/v1/jobs/{job}").Body, StringComparison.Ordinal);
    }

    private Daemon Start(string address, params string[] more)
    {
        Need();
        return Daemon.StartBelow(_place, _machines!.OnOwn, Arguments(address, more));
    }

    private static string[] Arguments(string address, params string[] more) => ["--master-ip", address, "--master-netdev", TwoMachines.Device, .. more];

    private void Need() => Assert.SkipWhen(_machines is null, TwoMachines.Problem ?? "");
}
