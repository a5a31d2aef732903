using Drover.Kernel.Commands;
using Drover.Kernel.Jobs;
using Drover.Kernel.Tests.Jobs;

namespace Drover.Kernel.Tests.Authority;

public sealed class CommandPermissionTests
{
    [Fact]
    public async Task Every_command_needs_the_permission_that_is_written_down_for_it()
    {
        await using var kernel = await TestKernel.StartAsync();
        var job = await kernel.SubmitAsync("OP_NOTE");
        Command[] commands =
        [
            new SubmitJobs([]), new SubmitJobs([], passDrain: true), new CancelJob(job, kill: false), new CancelJob(job, kill: true),
            new ChangeJobPriority(job, 0), new ArchiveJobs([job, 99]), new BreakAbandonedLocks(job), new SetDrainFlag(true), new SetWatcherPause(RawJson.Null),
            new ReplaceJobFilter("u", 0, RawJson.Null, RawJson.Null, _ => RawJson.Null), new DeleteJobFilter("u"), new RehearseSubmit([]),
        ];
        Assert.Equal(
        [
            "SubmitJobs: submit opcode",
            "SubmitJobs: control queue, submit opcode",
            "CancelJob: cancel job 1 of uid:1000",
            "CancelJob: administer job 1 of uid:1000",
            "ChangeJobPriority: control job 1 of uid:1000",
            "ArchiveJobs: control job 1 of uid:1000, control job 99",
            "BreakAbandonedLocks: administer job 1 of uid:1000",
            "SetDrainFlag: control queue",
            "SetWatcherPause: control watcher",
            "ReplaceJobFilter: control filter u",
            "DeleteJobFilter: control filter u",
            "RehearseSubmit: submit opcode",
        ], commands.Select(command => $"{command.GetType().Name}: {string.Join(", ", command.Permissions(kernel.Host.State).Select(Text))}"));
        var shown = commands.Select(command => command.GetType()).ToHashSet();
        Assert.DoesNotContain(typeof(Command).Assembly.GetTypes(), type => type is { IsPublic: true, IsAbstract: false }
            && type.IsSubclassOf(typeof(Command)) && !shown.Contains(type));
    }

    [Fact]
    public async Task A_command_that_says_nothing_is_the_daemons_own()
    {
        await using var kernel = await TestKernel.StartAsync();
        Assert.Equal(["administer daemon"], new Silent().Permissions(kernel.Host.State).Select(Text));
        await Assert.ThrowsAsync<NotAllowedException>(() =>
            kernel.Host.ExecuteAsync(new Silent(), Caller.User(1000, Role.Observer), TestContext.Current.CancellationToken));
        Assert.True(await kernel.Host.ExecuteAsync(new Silent(), Caller.System, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Each_type_of_opcode_of_a_submit_is_asked_about()
    {
        await using var kernel = await TestKernel.StartAsync();
        var noter = new Role("noter", [new Grant(AccessAction.Submit, Protected.Opcode)]);
        var id = await kernel.SubmitAsync("OP_NOTE", "OP_FAIL", "OP_NOTE");
        Assert.Equal(1, id);
        var refusal = await Assert.ThrowsAsync<NotAllowedException>(() => kernel.SubmitAsAsync(Caller.User(1000, Role.Observer), "OP_NOTE", "OP_FAIL"));
        Assert.Equal(new Permission(AccessAction.Submit, "opcode", "OP_NOTE"), refusal.Wanted);
        Assert.Equal(2, (await kernel.SubmitAsAsync(Caller.Of(Principal.Parse("user:ada"), noter), "OP_NOTE", "OP_FAIL"))[0].Id);
        Assert.Equal("user:ada", kernel.Host.State.Jobs[2].Owner.ToString());
    }

    [Fact]
    public async Task An_owner_may_take_back_what_a_role_lets_owners_take_back()
    {
        await using var kernel = await TestKernel.StartAsync();
        var job = await kernel.SubmitAsync("OP_HOLD");
        await kernel.UntilAsync(job, JobStatus.Running);
        var tester = new Role("tester", [new Grant(AccessAction.Cancel, Protected.Job, OnlyOwn: true)]);
        var stop = TestContext.Current.CancellationToken;
        await Assert.ThrowsAsync<NotAllowedException>(() => kernel.Host.ExecuteAsync(new CancelJob(job, kill: false), Caller.User(2000, tester), stop));
        await Assert.ThrowsAsync<NotAllowedException>(() => kernel.Host.ExecuteAsync(new CancelJob(job, kill: true), Caller.User(1000, tester), stop));
        await kernel.Host.ExecuteAsync(new CancelJob(job, kill: false), Caller.User(1000, tester), stop);
        Assert.Equal(JobStatus.Canceled, await kernel.EndAsync(job));
    }

    private static string Text(Permission permission) => permission.Owner is { } owner ? $"{permission} of {owner}" : permission.ToString();

    private sealed class Silent : Command<bool>
    {
        protected internal override bool Decide(Decision decision) => true;
    }
}
