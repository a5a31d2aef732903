using System.Globalization;
using System.Text.Json;
using Drover.Kernel;
using Drover.Kernel.Jobs;
using Drover.Kernel.Queries;
using Drover.Kernel.State;
using Drover.Lab.Definitions;
using Drover.Lab.Devices;
using Drover.Lab.DeviceTypes;
using Drover.Lab.TestJobs;
using Drover.LavaWeb.Callers;
using Drover.Opcodes;
using Drover.People.Tokens;

namespace Drover.LavaWeb.Sessions;

/// <summary>One request of a client of LAVA: who asks, what they may see, and how they change something.</summary>
/// <param name="access">What is worked on.</param>
/// <param name="holder">Whose token was shown; null for none.</param>
/// <param name="cancellation">The client went away, or the daemon closes its doors.</param>
internal sealed class LabSession(LabAccess access, TokenHolder? holder, CancellationToken cancellation)
{
    public LabAccess Access { get; } = access;

    /// <summary>Whose token was shown; null for none.</summary>
    public TokenHolder? Holder { get; } = holder;

    public Caller Caller { get; } = holder is null ? LabCallers.Guest : access.Callers.Of(holder);

    public bool IsSuperuser => Holder is { IsSuperuser: true };

    public CancellationToken Cancellation { get; } = cancellation;

    public Timestamp Now => Timestamp.From(Access.Kernel.Clock);

    /// <summary>One moment of the lab. Dispose it after use.</summary>
    public QueryContext Look() => Access.Kernel.Look(Caller);

    /// <exception cref="LabRefusedException">No token was shown.</exception>
    public void RequireUser()
    {
        if (Holder is null)
            throw new LabRefusedException(401, "Authentication with user and token is required for this.");
    }

    /// <exception cref="LabRefusedException">The caller is no superuser.</exception>
    public void RequireSuperuser()
    {
        RequireUser();
        if (!IsSuperuser)
            throw new LabRefusedException(403, $"{Who} may not see this: it is for superusers of the lab.");
    }

    /// <summary>Whether the caller may see a test job: it is public, the caller's own, or for groups in all of which the caller is.</summary>
    public bool Sees(TestJob job) => IsSuperuser || job.Visibility == "public" || (Holder is { } user && (job.Submitter == user.Principal
        || (job.Visibility != "personal" && job.Visibility.Split(',').All(group => user.Groups.Contains(group)))));

    /// <summary>Whether the caller may see a device: everybody may use it, or the caller may.</summary>
    public bool Sees(Device device) => IsSuperuser || device.IsFor(Holder?.Principal, Holder?.Groups ?? []);

    /// <summary>The devices that the caller may see.</summary>
    public IEnumerable<Device> Devices(KernelState state) => state.Objects.All(Device.Kind).Where(Sees);

    /// <summary>All test jobs that the caller may see, the newest first.</summary>
    public IEnumerable<TestJob> JobsNewestFirst(QueryContext moment) => TestJobLookup.NewestFirst(moment.State, moment.Store).Where(Sees);

    /// <summary>A test job.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="id">Its id, also as <c>ID.0</c>.</param>
    /// <exception cref="LabRefusedException">404: there is none. 403: the caller may not see it.</exception>
    public TestJob Job(QueryContext moment, string id)
    {
        // The members of a group follow the first one.
        var parts = id.Split('.');
        var place = 0L;
        var job = parts.Length <= 2 && Id(parts[0]) is { } number && (parts.Length == 1 || long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out place))
            && number + place is > 0 and var asked ? TestJobLookup.Find(moment.State, moment.Store, asked) : null;
        if (job is null || (place > 0 && job.SubId != id))
            throw new LabRefusedException(404, $"There is no test job {id}.");
        return Sees(job) ? job : throw new LabRefusedException(403, $"{Who} may not see test job {id}: it is for {(job.Visibility == "personal" ? "its submitter" : $"members of {job.Visibility}")}.");
    }

    /// <summary>The text with which a test job was submitted, for a member of a group that of the whole group; empty when its job is kept no more.</summary>
    public static string Submitted(QueryContext moment, TestJob job) => Definition(moment, job.GroupJob ?? job.Id);

    /// <summary>The definition of a test job; empty when its job is kept no more.</summary>
    public static string Definition(QueryContext moment, long id)
    {
        if ((moment.State.Jobs.GetValueOrDefault(id) as Job ?? (moment.Store.Job(id) is { } stored ? RowProjection.Decode(stored) : null)) is not { } job)
            return "";
        using var input = JsonDocument.Parse(job.Ops[0].Input.Utf8);
        return input.RootElement.TryGetProperty("definition", out var definition) ? definition.GetString() ?? "" : "";
    }

    /// <summary>Submits a test job, or a group of them.</summary>
    /// <returns>Its id; or the numbers of the members of a group, such as <c>12.0</c>.</returns>
    /// <exception cref="LabRefusedException">It was refused; the text names key and line.</exception>
    public async Task<SubmittedTestJobs> SubmitTestJobAsync(string definition)
    {
        RequireUser();
        JobDefinition read;
        try
        {
            read = JobDefinition.Read(definition, DefinitionRules.Submission);
            if (read.DeviceType is { } type && Access.Kernel.State.Objects.Find(DeviceType.Kind, type) is null)
                throw LabRefusedException.Bad($"Device unavailable: there is no device type {type}: name one that 'lavacli device-types list' shows");
        }
        catch (DefinitionException e)
        {
            throw LabRefusedException.Bad($"Problem with submitted job data: {e.Message}{(e.Path.Length > 0 ? $" @ {DefinitionPath.OfPython(e.Path)}" : "")}");
        }
        try
        {
            if (!read.IsMultinode)
                return new SubmittedTestJobs(await SubmitAsync([new LabOpcode(LabCallers.RunTestJob, ("definition", definition))]), []);
            var made = await RunAsync(new LabOpcode(LabCallers.SubmitTestGroup, ("definition", definition)));
            using var moment = Look();
            var members = TestJobLookup.Group(moment.State, moment.Store, made).ToList();
            return new SubmittedTestJobs(members[0].Id, [.. members.Select(member => member.SubId!)]);
        }
        catch (LabRefusedException e) when (e.InnerException is DroverException { Code: "TEST_JOB_REFUSED" } && e.Message.StartsWith("Devices unavailable: ", StringComparison.Ordinal))
        {
            throw LabRefusedException.Bad($"Device unavailable: {e.Message["Devices unavailable: ".Length..]}");
        }
        catch (LabRefusedException e) when (e.InnerException is DroverException { Code: "TEST_JOB_REFUSED" })
        {
            throw LabRefusedException.Bad($"Invalid job definition: {e.Message}");
        }
    }

    /// <summary>Cancels a test job; one that has ended stays as it is.</summary>
    public async Task CancelAsync(TestJob job)
    {
        RequireUser();
        if (job.IsOver)
            return;
        try
        {
            await Access.Kernel.ExecuteAsync(new CancelJob(job.Id, kill: false, $"Canceled by {Who}"), Caller, Cancellation);
        }
        catch (DroverException e)
        {
            throw LabRefusedException.Of(e);
        }
    }

    /// <summary>Has opcodes carried out, one after the other in one job, and returns when that is durable.</summary>
    /// <returns>The job.</returns>
    /// <exception cref="LabRefusedException">They were refused, or have failed.</exception>
    public async Task<long> RunAsync(params LabOpcode[] opcodes)
    {
        RequireUser();
        var id = await SubmitAsync(opcodes);
        var kernel = Access.Kernel;
        while (true)
        {
            // Taken before the look, so that no change between the two is missed.
            var change = kernel.Watch.NextChange(id);
            if (kernel.State.Jobs.GetValueOrDefault(id) is not { } entry || entry.Status.IsFinal())
                break;
            await change.WaitAsync(Cancellation);
        }
        kernel.Watch.Forget(id);
        using var moment = Look();
        if (moment.Store.Job(id) is { } stored && RowProjection.Decode(stored) is { Status: not JobStatus.Success } failed)
            throw Failure(failed);
        return id;
    }

    private static long? Id(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private string Who => Holder?.User ?? "somebody without a token";

    private async Task<long> SubmitAsync(LabOpcode[] opcodes)
    {
        try
        {
            var reader = new OpcodeReader(Access.Kernel.Model);
            List<AcceptedOpcode> accepted = [];
            foreach (var opcode in opcodes)
            {
                using var json = opcode.ToJson();
                accepted.Add(reader.Read(json.RootElement, OpcodeReadOptions.Own, accepted.Count));
            }
            var answer = (await Access.Kernel.ExecuteAsync(new SubmitJobs([accepted]), Caller, Cancellation))[0];
            return answer.Refusal is null ? answer.Id : throw answer.Refusal;
        }
        catch (NotAllowedException e)
        {
            throw new LabRefusedException(403, $"{Who} may not do this: it is for superusers of the lab.", e);
        }
        catch (DroverException e)
        {
            throw LabRefusedException.Of(e);
        }
    }

    private static LabRefusedException Failure(Job job)
    {
        var result = job.Ops.First(op => op.Status != JobStatus.Success).Result;
        using var json = JsonDocument.Parse(result.Utf8);
        var (text, kind) = json.RootElement is { ValueKind: JsonValueKind.Array } pair && pair.GetArrayLength() == 2 && pair[1].ValueKind == JsonValueKind.Array && pair[1].GetArrayLength() > 0
            ? (pair[1][0].ToString(), pair[1].GetArrayLength() > 1 ? pair[1][1].ToString() : "")
            : (json.RootElement.ToString(), "");
        return new LabRefusedException(kind == "unknown_entity" ? 404 : 400, text.ReplaceLineEndings(" "));
    }
}
