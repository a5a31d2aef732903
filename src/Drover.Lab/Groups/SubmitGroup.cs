using System.Text.Json;
using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Lab.Definitions;
using Drover.Lab.Scheduling;
using Drover.Lab.TestJobs;
using Drover.Opcodes;

namespace Drover.Lab.Groups;

/// <summary>OP_TEST_GROUP_SUBMIT: makes a group of test jobs of a multinode definition. They are jobs of their own; this one is over as soon as they are there.</summary>
/// <param name="memberships">In which groups the submitter is.</param>
/// <param name="rosters">Which devices there are for whom.</param>
internal sealed class SubmitGroup(Memberships memberships, DeviceRosters rosters) : StateOperation
{
    public const string Id = "OP_TEST_GROUP_SUBMIT";

    public override OpcodeSchema Schema { get; } = new(Id, [new("definition", ParameterType.NonEmptyString, default, Required: true)], summaryField: null);

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        var wish = JobWish.Read(scope["definition"].Text()!);
        if (!wish.Definition.IsMultinode)
            throw Refusal.WrongInput($"protocols.lava-multinode is missing: a job of one device is submitted with {RunTestJob.Id}");
        GroupLocks.OfDevices(rosters, scope.State, Make("", scope.JobId, wish), new Applicant(scope.Owner, memberships(scope.State, scope.Owner)));
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var wish = JobWish.Read(scope["definition"].Text()!);
        var group = Make(decision.Ids.NewUuid(), scope.JobId, wish);
        decision.Store(TestGroup.Kind, group.Name, group);
        var reader = new OpcodeReader(decision.Model);
        return OpcodeOutcome.None with { Jobs = [.. wish.Definition.Split(group.Name).Select(member => Job(reader, group.Name, member))] };
    }

    private static TestGroup Make(string name, long madeBy, JobWish wish) => new()
    {
        Name = name,
        MadeBy = madeBy,
        JobName = wish.Definition.Name,
        Priority = wish.Definition.Priority,
        Visibility = wish.Visibility,
        NotifyWhen = wish.NotifyWhen,
        Callbacks = wish.Callbacks,
        QueueTimeout = wish.Definition.QueueTimeout,
        Members = [.. wish.Definition.Roles.SelectMany(role =>
            Enumerable.Repeat(new GroupMember(role.Name, role.DeviceType, role.Tags, role.IsEssential, role.HostRole), role.Count))],
    };

    private static IReadOnlyList<AcceptedOpcode> Job(OpcodeReader reader, string group, MemberDefinition member)
    {
        using var parameters = JsonDocument.Parse(RawJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("OP_ID", RunTestJob.Id);
            json.WriteString("definition", member.Text);
            json.WriteString("group", group);
            json.WriteNumber("sub_id", member.SubId);
            json.WriteEndObject();
        }).Utf8);
        return [reader.Read(parameters.RootElement, OpcodeReadOptions.Own, 0)];
    }
}
