using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Drover.Kernel;
using Drover.Kernel.Jobs;
using Drover.Kernel.State;
using Drover.Lab.Assignments;
using Drover.Lab.Devices;
using Drover.Lab.TestJobs;
using Drover.Lab.Workers;
using Drover.Tests.Shared;

namespace Drover.Lab.Tests.Scenarios;

/// <summary>Plays one story of a lab to a real kernel. Lines that begin with <c>=&gt;</c> say what must be so; the others do something.</summary>
internal sealed partial class LabScenario(LabHost lab, string name)
{
    private readonly Dictionary<string, long> _jobs = new(StringComparer.Ordinal);
    private string? _refusal;

    public async Task RunAsync(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            var place = $"{name} line {i + 1}: {line}";
            if (line.StartsWith("=> ", StringComparison.Ordinal))
            {
                await lab.SettleAsync();
                await CheckAsync(line[3..], place);
            }
            else
            {
                Assert.True(_refusal is null, $"before {place}\nnobody told: refused, {_refusal}");
                await ActAsync(line, place);
            }
        }
        Assert.True(_refusal is null, $"at the end of {name} nobody told: refused, {_refusal}");
    }

    private async Task ActAsync(string line, string place)
    {
        if (TypeLine().Match(line) is { Success: true } type)
            await lab.DoAsync("OP_DEVICE_TYPE_ADD", json =>
            {
                json.WriteString("name", type.Groups["name"].Value);
                json.WriteBoolean("disable_health_check", type.Groups["none"].Success);
                if (type.Groups["count"] is { Success: true } count)
                {
                    json.WriteNumber("health_frequency", int.Parse(count.Value, CultureInfo.InvariantCulture));
                    json.WriteString("health_denominator", type.Groups["unit"].Value);
                }
            });
        else if (CheckLine().Match(line) is { Success: true } check)
            await lab.DoAsync("OP_HEALTH_CHECK_SET", json =>
            {
                json.WriteString("name", check.Groups["name"].Value);
                json.WriteString("definition", Definition("check", check.Groups["name"].Value, "medium", ""));
            });
        else if (WorkerLine().Match(line) is { Success: true } worker)
            await WorkerAsync(worker.Groups["name"].Value, worker.Groups["what"].Value);
        else if (DeviceLine().Match(line) is { Success: true } device)
            await lab.DoAsync("OP_DEVICE_ADD", json =>
            {
                json.WriteString("name", device.Groups["name"].Value);
                json.WriteString("device_type", device.Groups["type"].Value);
                if (device.Groups["worker"].Success)
                    json.WriteString("worker", device.Groups["worker"].Value);
                json.WriteString("health", device.Groups["health"] is { Success: true } health ? health.Value : "unknown");
                json.WriteStartArray("tags");
                foreach (var tag in Words(device.Groups["tags"].Value))
                    json.WriteStringValue(tag);
                json.WriteEndArray();
                if (device.Groups["owner"] is { Success: true } owner)
                {
                    json.WriteBoolean("public", false);
                    json.WriteString("owner", owner.Value);
                }
            });
        else if (HealthLine().Match(line) is { Success: true } set)
            await lab.DoAsync("OP_DEVICE_SET", json =>
            {
                json.WriteString("name", set.Groups["name"].Value);
                json.WriteString("health", set.Groups["health"].Value);
            });
        else if (SubmitLine().Match(line) is { Success: true } submit)
            await SubmitAsync(submit);
        else if (GroupLine().Match(line) is { Success: true } group)
            await SubmitGroupAsync(group);
        else if (EndLine().Match(line) is { Success: true } end)
            await EndAsync(end);
        else if (LaterLine().Match(line) is { Success: true } later)
            lab.Clock.Advance(TimeSpan.FromMinutes(int.Parse(later.Groups["count"].Value, CultureInfo.InvariantCulture) * (later.Groups["hours"].Success ? 60 : 1)));
        else
            await ActShortlyAsync(line.Split(' '), place);
        await lab.SettleAsync();
    }

    private async Task ActShortlyAsync(string[] words, string place)
    {
        switch (words)
        {
            case ["round"]:
                await lab.Assignments.Hearing.LookAsync(lab.Kernel, TestContext.Current.CancellationToken);
                await lab.Checks.LookAsync(lab.Kernel, TestContext.Current.CancellationToken);
                break;
            case ["template", var name, "reads", ..]:
                await lab.DoAsync("OP_DEVICE_TEMPLATE_SET", json =>
                {
                    json.WriteString("name", name);
                    json.WriteString("text", string.Join(' ', words[3..]).Replace("\\n", "\n", StringComparison.Ordinal));
                });
                break;
            case ["dictionary", "of", var name, "reads", ..]:
                await lab.DoAsync("OP_DEVICE_SET", json =>
                {
                    json.WriteString("name", name);
                    json.WriteString("dictionary", string.Join(' ', words[4..]));
                });
                break;
            case ["worker", var name, "may", "run", var limit]:
                await lab.DoAsync("OP_WORKER_SET", json =>
                {
                    json.WriteString("name", name);
                    json.WriteNumber("job_limit", int.Parse(limit, CultureInfo.InvariantCulture));
                });
                break;
            case ["worker", var name, "says", var version]:
                await lab.Assignments.Hearing.HeardAsync(name, version == "nothing" ? null : version);
                break;
            case ["text", var kind, "of", var name, "reads", ..]:
                await lab.DoAsync("OP_WORKER_TEXT_SET", json =>
                {
                    json.WriteString("worker", name == "all" ? "" : name);
                    json.WriteString("kind", kind);
                    json.WriteString("text", string.Join(' ', words[5..]));
                });
                break;
            case ["intake", "is", var how]:
                lab.Assignments.CloseIntake(how == "closed" ? "log lines are not taken" : null);
                await lab.Assignments.LookAtStartsAsync(lab.Kernel, TestContext.Current.CancellationToken);
                break;
            case ["restart"]:
                await lab.RestartAsync();
                break;
            case ["remove", "device", var device]:
                await lab.DoAsync("OP_DEVICE_REMOVE", json => json.WriteString("name", device));
                break;
            case ["cancel", var job]:
                if (lab.Kernel.State.Jobs[_jobs[job]].Status == JobStatus.Running)
                    await AssignmentAsync(_jobs[job]);
                await lab.Kernel.ExecuteAsync(new CancelJob(_jobs[job], kill: false), Caller.System, TestContext.Current.CancellationToken);
                await Soon.HoldsAsync(() => lab.Kernel.State.TestJob(_jobs[job]) is not { State: not TestJobState.Canceling });
                break;
            case ["kill", var job]:
                await lab.Kernel.ExecuteAsync(new CancelJob(_jobs[job], kill: true), Caller.System, TestContext.Current.CancellationToken);
                break;
            case [var job, "finishes", var health]:
                // The job of one that holds devices for its group goes on.
                await AssignmentAsync(Job(job));
                await lab.Assignments.EndedAsync(Job(job), new TestJobEnd(Enum.Parse<TestJobHealth>(health, ignoreCase: true)));
                await Soon.HoldsAsync(() => lab.Kernel.State.TestJob(Job(job)) is null or { IsOver: true });
                break;
            case [var job, "is", "taken"]:
                (await AssignmentAsync(Job(job))).Take();
                break;
            case [var job, "runs"]:
                await AssignmentAsync(Job(job));
                await lab.Assignments.RunningAsync(Job(job));
                break;
            default:
                Assert.Fail($"{place}\nthis is no line of a story");
                break;
        }
    }

    /// <summary>The assignment of a job that has a device: its operation has come so far.</summary>
    private async Task<Assignment> AssignmentAsync(long id)
    {
        await Soon.HoldsAsync(() => lab.Assignments.Find(id) is not null);
        return lab.Assignments.Find(id)!;
    }

    private async Task WorkerAsync(string worker, string what)
    {
        var known = lab.Kernel.State.Objects.Find(Worker.Kind, worker) is not null;
        switch (what)
        {
            case "is online":
                await lab.Assignments.Hearing.HeardAsync(worker, "2023.01");
                break;
            case "is offline" when !known:
                await lab.DoAsync("OP_WORKER_ADD", json => json.WriteString("name", worker));
                break;
            case "is offline":
                await lab.Kernel.ExecuteAsync(new LoseWorker(worker), Caller.System, TestContext.Current.CancellationToken);
                break;
            default:
                await lab.DoAsync("OP_WORKER_SET", json =>
                {
                    json.WriteString("name", worker);
                    json.WriteString("health", what["is ".Length..]);
                });
                break;
        }
    }

    private async Task SubmitAsync(Match submit)
    {
        var job = submit.Groups["job"].Value;
        var definition = Definition(job, submit.Groups["type"].Value, submit.Groups["priority"] is { Success: true } priority ? priority.Value : "medium", submit.Groups["tags"].Value, submit.Groups["queue"].Value);
        var answer = await lab.SubmitAsync(submit.Groups["by"] is { Success: true } by ? by.Value : "user:ada", "OP_TEST_JOB_RUN", json => json.WriteString("definition", definition));
        if (answer.Refusal is { } refusal)
            _refusal = refusal.Message;
        else
            _jobs[job] = answer.Id;
    }

    /// <summary>A group: its members are named <c>G.0</c>, <c>G.1</c> and so on.</summary>
    private async Task SubmitGroupAsync(Match group)
    {
        var named = group.Groups["job"].Value;
        var roles = group.Groups["roles"].Value.Split(", ").Select(role => role.Split(' ') switch
        {
            [var role_, var count, "at", var host] => $"      {role_}: {{count: {count}, connection: ssh, host_role: {host}, expect_role: {host}}}\n",
            [var role_, var count, var type, .. var more] => $"      {role_}: {{count: {count}, device_type: {type}"
                + $"{(more.Contains("essential") ? ", essential: true" : "")}{string.Concat(more.Where(word => word != "essential").Select(tag => $", tags: [{tag}]"))}}}\n",
            _ => throw new InvalidOperationException("a role is: NAME COUNT TYPE [essential] [TAG], or NAME COUNT at HOST"),
        });
        var definition = $"job_name: {named}\nvisibility: public\ntimeouts: {{job: {{minutes: 5}}}}\nactions: []\nprotocols:\n  lava-multinode:\n    roles:\n{string.Concat(roles)}";
        var answer = await lab.SubmitAsync("user:ada", "OP_TEST_GROUP_SUBMIT", json => json.WriteString("definition", definition));
        await lab.UntilAsync(answer.Id, status => status.IsFinal());
        using var reader = lab.Kernel.ReadStore();
        var op = RowProjection.Decode(reader.Job(answer.Id)!).Ops[0];
        using var result = JsonDocument.Parse(op.Result.Utf8);
        if (op.Status != JobStatus.Success)
        {
            _refusal = op.Result.ToString();
            return;
        }
        var members = result.RootElement.GetProperty("jobs").EnumerateArray().Select(pair => pair[1].GetInt64()).ToList();
        for (var i = 0; i < members.Count; i++)
            _jobs[$"{named}.{i}"] = members[i];
    }

    private async Task EndAsync(Match end)
    {
        var id = Job(end.Groups["job"].Value);
        await AssignmentAsync(id);
        var health = Enum.Parse<TestJobHealth>(end.Groups["health"].Value, ignoreCase: true);
        await lab.Assignments.EndedAsync(id, new TestJobEnd(health, end.Groups["error"].Value, end.Groups["error"].Success ? "it went wrong" : ""));
        // A job that was killed has ended before.
        await lab.UntilAsync(id, status => status.IsFinal());
        await Soon.HoldsAsync(() => lab.Kernel.State.Locks.Owned(id) is null);
    }

    private async Task CheckAsync(string line, string place)
    {
        if (line.StartsWith("the worker gets in the definition of ", StringComparison.Ordinal))
        {
            var gets = line["the worker gets in the definition of ".Length..].Split(": ", 2);
            var wanted = JobName().Replace(gets[1], named => $"\"{Job(named.Groups["job"].Value)}\"");
            Assert.Contains(wanted, (await AssignmentAsync(Job(gets[0]))).Texts.Definition, StringComparison.Ordinal);
            return;
        }
        if (line.StartsWith("the worker gets for ", StringComparison.Ordinal))
        {
            var gets = line["the worker gets for ".Length..].Split(": ", 2);
            Assert.Contains(gets[1], (await AssignmentAsync(Job(gets[0]))).Texts.Device, StringComparison.Ordinal);
            return;
        }
        if (TextCheck().Match(line) is { Success: true } text)
        {
            var texts = (await AssignmentAsync(Job(text.Groups["job"].Value))).Texts;
            var given = text.Groups["kind"].Value switch { "dispatcher" => texts.Dispatcher, "env" => texts.Environment, _ => texts.DeviceEnvironment };
            Assert.Equal(text.Groups["text"].Value, given.Length == 0 ? "nothing" : given);
            return;
        }
        if (line.StartsWith("comment of ", StringComparison.Ordinal))
        {
            var told = line["comment of ".Length..].Split(": ", 2);
            using var reader = lab.Kernel.ReadStore();
            Assert.Contains(told[1], TestJob.Finished.Find(reader, TestJob.KeyOf(Job(told[0])))!.Comment, StringComparison.Ordinal);
            return;
        }
        if ((line.EndsWith(" is Finished Incomplete", StringComparison.Ordinal) || line.EndsWith(" is Finished Canceled", StringComparison.Ordinal)) && !line.Contains('.', StringComparison.Ordinal))
            await lab.UntilAsync(Job(line.Split(' ')[0]), status => status.IsFinal());
        if (line.StartsWith("refused: ", StringComparison.Ordinal))
        {
            Assert.True(_refusal is not null, $"{place}\nbut it was taken");
            Assert.Contains(line["refused: ".Length..], _refusal, StringComparison.Ordinal);
            _refusal = null;
            return;
        }
        var words = line.Split(' ', 2);
        if (words[0] == "why")
        {
            var asked = JobName().Replace(words[1], name => $"{Job(name.Groups["job"].Value)}").Split(": ", 2);
            await lab.Assignments.LookAtStartsAsync(lab.Kernel, TestContext.Current.CancellationToken);
            // What a running operation waits for it says by itself.
            if (lab.Kernel.State.Jobs[Job(asked[0])].Status == JobStatus.Running)
                await Soon.HoldsAsync(() => Why(Job(asked[0])).Contains(asked[1], StringComparison.Ordinal));
            Assert.Contains(asked[1], Why(Job(asked[0])), StringComparison.Ordinal);
            return;
        }
        Assert.True(words[1].StartsWith("is ", StringComparison.Ordinal), $"{place}\nthis is no line of a story");
        // What one member of a group means for the others comes in turns of its own.
        if (words[0].Contains('.', StringComparison.Ordinal) || _jobs.Keys.Any(job => job.Contains('.', StringComparison.Ordinal)))
            await ComesToBeAsync(words[0], words[1][3..]);
        Assert.True(Is(words[0]) == words[1][3..], $"{place}\nbut it is {Is(words[0])}");
    }

    private async Task ComesToBeAsync(string what, string wanted)
    {
        var began = Stopwatch.GetTimestamp();
        await Soon.HoldsAsync(() => Is(what) == wanted || Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(10));
    }

    private string Why(long job)
    {
        using var context = lab.Kernel.Look(Caller.System);
        var why = JobWhy.Explain(context, job)!;
        return string.Join('\n', why.Children.Select(child => child.Text).Prepend(why.Text));
    }

    /// <summary>How a job or a device stands: state, health where it is not over, and what it has.</summary>
    private string Is(string what)
    {
        var state = lab.Kernel.State;
        if (_jobs.TryGetValue(what, out var id))
        {
            using var reader = lab.Kernel.ReadStore();
            var job = state.TestJob(id) ?? TestJob.Finished.Find(reader, TestJob.KeyOf(id))!;
            return job.State == TestJobState.Finished ? $"Finished {job.Health}" : $"{job.State}{(job.Device is { } has ? $" on {has}" : "")}";
        }
        var device = state.Objects.Find(Device.Kind, what)!;
        using var context = lab.Kernel.Look(Caller.System);
        var busy = state.Locks.HeldBy(new("device", what)) is { IsEmpty: false } owners ? owners[0].Owner : 0;
        var use = busy == 0 ? "Idle" : state.TestJob(busy) is { HealthCheck: true } ? "in check" : "in use";
        return $"{use} {device.Health}";
    }

    /// <summary>The id of a job by its name, or of the health check that runs on a device: <c>check@D1</c>.</summary>
    private long Job(string name) => name.StartsWith("check@", StringComparison.Ordinal)
        ? lab.Kernel.State.Objects.All(TestJob.Kind).Single(job => job.HealthCheck && job.Bound == name["check@".Length..]).Id
        : _jobs[name];

    private static string Definition(string name, string type, string priority, string tags, string queue = "") =>
        $"job_name: {name}\ndevice_type: {type}\nvisibility: public\npriority: {priority}\ntimeouts: {{job: {{minutes: 5}}, action: {{minutes: 2}}, connection: {{minutes: 1}}{(queue.Length > 0 ? $", queue: {{seconds: {queue}}}" : "")}}}\n"
        + $"actions: []\n{(tags.Length > 0 ? $"tags: [{string.Join(", ", Words(tags))}]\n" : "")}";

    private static IEnumerable<string> Words(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"^type (?<name>\S+)(?<none> without checks)?( checked after (?<count>\d+) (?<unit>hours|jobs))?$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^check for (?<name>\S+)$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex CheckLine();

    [GeneratedRegex(@"^worker (?<name>\S+) (?<what>is online|is offline|is active|is maintenance|is retired)$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex WorkerLine();

    [GeneratedRegex(@"^device (?<name>\S+) of (?<type>\S+)( on (?<worker>\S+))?( health (?<health>\S+))?( tags (?<tags>\S+))?( of owner (?<owner>\S+))?$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex DeviceLine();

    [GeneratedRegex(@"^device (?<name>\S+) is (?<health>\w+)$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex HealthLine();

    [GeneratedRegex(@"\{(?<job>\S+)\}", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex JobName();

    [GeneratedRegex(@"^group (?<job>\S+) of (?<roles>.+)$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex GroupLine();

    [GeneratedRegex(@"^submit (?<job>\S+) for (?<type>\S+)( priority (?<priority>\S+))?( tags (?<tags>\S+))?( by (?<by>\S+))?( queue (?<queue>\d+))?$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex SubmitLine();

    [GeneratedRegex(@"^(?<kind>dispatcher|env|env-dut) of (?<job>\S+): (?<text>.+)$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex TextCheck();

    [GeneratedRegex(@"^(?<job>\S+) ends (?<health>complete|incomplete|canceled)( with an? (?<error>\w+) error)?$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex EndLine();

    [GeneratedRegex(@"^(?<count>\d+) (minutes|(?<hours>hours)) later$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex LaterLine();
}
