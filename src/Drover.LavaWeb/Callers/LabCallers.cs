using Drover.Kernel;
using Drover.Lab;
using Drover.People.Tokens;

namespace Drover.LavaWeb.Callers;

/// <summary>What those may do who come in by LAVA's paths. A superuser may submit every opcode of the lab, cancel every job and look into everything of the lab; a user may run test
/// jobs and cancel the own ones; who shows no token may look at what is for everyone.</summary>
/// <param name="kernel">Knows which opcodes the lab has.</param>
public sealed class LabCallers(IKernel kernel)
{
    internal const string RunTestJob = "OP_TEST_JOB_RUN";
    internal const string SubmitTestGroup = "OP_TEST_GROUP_SUBMIT";

    private static readonly string[] s_resources = ["device", "device-type", "worker", "test-job", "result"];

    private static readonly Grant[] s_looks = [.. s_resources.Select(resource => new Grant(AccessAction.View, resource))];

    private static readonly Grant[] s_uses =
    [
        .. s_looks,
        new Grant(AccessAction.View, Protected.Job),
        new Grant(AccessAction.Inspect, null, OnlyOwn: true),
        new Grant(AccessAction.Submit, Protected.Opcode, Key: RunTestJob),
        new Grant(AccessAction.Submit, Protected.Opcode, Key: SubmitTestGroup),
        new Grant(AccessAction.Cancel, Protected.Job, OnlyOwn: true),
    ];

    private static readonly Role s_user = new("lab-user", [.. s_uses]);

    private readonly Lazy<Role> _superuser = new(() => new Role("lab-superuser",
    [
        .. s_uses,
        .. s_resources.Select(resource => new Grant(AccessAction.Inspect, resource)),
        new Grant(AccessAction.Inspect, Protected.Job),
        new Grant(AccessAction.Cancel, Protected.Job),
        new Grant(AccessAction.Control, Protected.Job),
        .. OpcodesOf(kernel.Model).Select(opcode => new Grant(AccessAction.Submit, Protected.Opcode, Key: opcode)),
    ]));

    /// <summary>Somebody without a token.</summary>
    public static Caller Guest { get; } = Caller.Of(Principal.Anonymous, new Role("lab-guest", [.. s_looks]));

    /// <summary>The holder of a token.</summary>
    public Caller Of(TokenHolder holder) => Caller.Of(holder.Principal, holder.IsSuperuser ? _superuser.Value : s_user);

    /// <summary>The opcodes of the lab: those that are carried out by its own operations.</summary>
    internal static IEnumerable<string> OpcodesOf(KernelModel model) =>
        model.RunnableOpcodes.Where(opcode => model.Operation(opcode)!.GetType().Assembly == typeof(LabDomain).Assembly);
}
