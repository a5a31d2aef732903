using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Kernel.Journal;
using Drover.Kernel.Operations;
using Drover.Kernel.State;
using Drover.Opcodes;

namespace Drover.Kernel.Jobs;

/// <summary>The answer for one job of a submit.</summary>
/// <param name="Id">The id drawn for it, also when it was refused.</param>
/// <param name="Refusal">Why it was refused, or null.</param>
public sealed record SubmitAnswer(long Id, SubmitRefusedException? Refusal);

/// <summary>Submits one or many jobs. Ids are drawn in one step for all of them; very many jobs are taken in over several turns, so that
/// others need not wait for all of them.</summary>
/// <param name="jobs">Opcodes of each job.</param>
/// <param name="passDrain">Whether a drained queue takes them all the same.</param>
/// <param name="token">Client token: given twice, the same jobs are answered. Unique per caller, kept for <see cref="KernelOptions.TokenLifetime"/>.</param>
/// <param name="reachBack">Whether a relative dependency may reach before this call (single submits of Ganeti 3).</param>
/// <param name="trace">The trace that the submit is a part of, as a <c>traceparent</c> of W3C Trace Context that has been checked; null for none.</param>
public sealed class SubmitJobs(
    IReadOnlyList<IReadOnlyList<AcceptedOpcode>> jobs, bool passDrain = false, string? token = null, bool reachBack = false, string? trace = null)
    : Command<IReadOnlyList<SubmitAnswer>>
{
    /// <summary>Opcodes that one turn takes in of one submit; a job is not cut.</summary>
    internal const int OpcodesPerTurn = 1_000;

    private readonly Dictionary<long, JobStatus> _departed = [];
    private readonly byte[] _digest = token is null ? [] : Digest(jobs);
    private SubmitProgress? _recorded;
    private SubmitProgress? _decided;

    /// <inheritdoc/>
    public override bool CreatesWork => true;

    internal override bool IsTakenInNeed(KernelModel model) =>
        jobs.All(job => job.Count > 0 && job.All(op => model.Operation(op.Schema.OpId) is { } operation && IsTakenInNeed(operation, op)));

    private static bool IsTakenInNeed(Operation operation, AcceptedOpcode opcode)
    {
        using var parameters = JsonDocument.Parse((byte[])[.. opcode.Head.Span, (byte)'}']);
        return operation.IsTakenInNeed(parameters.RootElement);
    }

    internal override bool HasMore => _decided is { } progress && progress.Answers.Count < jobs.Count;

    /// <inheritdoc/>
    protected internal override IEnumerable<Permission> Permissions(KernelState state)
    {
        if (passDrain)
            yield return new Permission(AccessAction.Control, Protected.Queue);
        var types = jobs.SelectMany(job => job).Select(opcode => opcode.Schema.OpId).ToHashSet(StringComparer.Ordinal);
        foreach (var type in types)
            yield return new Permission(AccessAction.Submit, Protected.Opcode, type);
        if (types.Count == 0)
            yield return new Permission(AccessAction.Submit, Protected.Opcode);
    }

    /// <inheritdoc/>
    protected internal override void LookUp(Func<IStoreReader> store, KernelState state, Caller caller)
    {
        // A turn after the first one: what was decided before is durable by now.
        _recorded = _decided;
        if (_recorded is null && token is not null && store().Token(caller.Principal.ToString(), token) is { } known)
            _recorded = SubmitProgress.Of(known);
        _departed.Clear();
        var (from, to) = NextPart(_recorded);
        for (var i = from; i < to; i++)
            foreach (var opcode in jobs[i])
                foreach (var dependency in opcode.Depends)
                    if (dependency.Job > 0 && !state.Jobs.ContainsKey(dependency.Job)
                        && store().Job(dependency.Job) is { Phase: JobPhase.Archived } archived)
                        _departed[dependency.Job] = RowProjection.DecodeIndex(archived.Id, archived.Index.Span).Status;
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<SubmitAnswer> Decide(Decision decision)
    {
        var progress = _recorded ?? SameTurn(decision);
        if (progress is null)
        {
            Admit(decision);
            progress = new SubmitProgress(decision.State.QueueState.LastJobId + 1, _digest, []);
        }
        else if (!progress.Digest.Span.SequenceEqual(_digest))
        {
            throw new SubmitRefusedException("TOKEN_REUSED",
                $"The token '{token}' was used before for other jobs. Use a new token for each new submit.");
        }

        var (from, to) = NextPart(progress);
        if (from < to)
        {
            progress = progress with { Answers = [.. progress.Answers, .. SubmitPart(decision, progress.First, from, to)] };
            var last = progress.First + jobs.Count - 1;
            if (decision.State.QueueState.LastJobId < last)
                decision.Emit(new JobIdsSkipped(last));
            if (token is not null)
                decision.Write(progress.ToRow(decision.Caller.Principal, token, decision.Now, isComplete: to == jobs.Count));
        }
        _decided = progress;
        return progress.Answers;
    }

    internal override StoreException Failed(StoreException failure) =>
        _recorded is { Answers.Count: > 0 } progress
            ? new StoreException(failure.Code,
                $"{failure.Message} The first {progress.Answers.Count} of {jobs.Count} jobs were accepted before that, with ids from {progress.First} on; the others were not.", failure)
            : failure;

    /// <summary>For a rehearsal, of which each part is taken back: ids begin anew behind those that others have got meanwhile.</summary>
    internal void Rebase(KernelState state)
    {
        if (_recorded is not null)
            _recorded = _recorded with { First = state.QueueState.LastJobId + 1 };
    }

    private IEnumerable<SubmitAnswer> SubmitPart(Decision decision, long first, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var mark = decision.Mark();
            SubmitRefusedException? refusal = null;
            try
            {
                JobSubmission.Submit(decision, first, i, decision.Caller.Principal, jobs[i], reachBack, _departed, trace);
            }
            catch (SubmitRefusedException e)
            {
                decision.RollBack(mark);
                refusal = e;
            }
            yield return new SubmitAnswer(first + i, refusal);
        }
    }

    private (int From, int To) NextPart(SubmitProgress? progress)
    {
        var from = progress?.Answers.Count ?? 0;
        var to = from;
        for (var opcodes = 0; to < jobs.Count && opcodes < OpcodesPerTurn; to++)
            opcodes += Math.Max(1, jobs[to].Count);
        return (from, to);
    }

    /// <summary>What another submit of this very turn recorded for the token.</summary>
    private SubmitProgress? SameTurn(Decision decision) =>
        token is not null && decision.Rows.OfType<TokenRow>().LastOrDefault(row => row.Principal == decision.Caller.Principal.ToString() && row.Token == token) is { } row
            ? SubmitProgress.Of(row)
            : null;

    private void Admit(Decision decision)
    {
        if (decision.State.QueueState.Drained && !passDrain && !AllPass(decision))
            throw new SubmitRefusedException("QUEUE_DRAINED",
                "The job queue is drained: it takes no new jobs. Open it with 'drover drain off'.");
        var limit = decision.Model.Options.QueueLimit;
        if (decision.State.Queue.Unfinished + jobs.Count > limit)
            throw new SubmitRefusedException("QUEUE_FULL",
                $"The job queue is full: {decision.State.Queue.Unfinished} unfinished jobs, the limit is {limit}. Wait until some have ended, or raise queue-limit.");
    }

    private bool AllPass(Decision decision) =>
        jobs.All(job => job.Count > 0 && job.All(op => decision.Model.Operation(op.Schema.OpId)?.PassesDrain == true));

    private static byte[] Digest(IReadOnlyList<IReadOnlyList<AcceptedOpcode>> jobs)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var job in jobs)
        {
            hash.AppendData("job"u8);
            foreach (var opcode in job)
            {
                hash.AppendData(opcode.Head.Span);
                foreach (var dependency in opcode.Depends)
                    hash.AppendData(System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
                        $"{dependency.Job}:{string.Join(',', dependency.Statuses)};")));
            }
        }
        return hash.GetHashAndReset();
    }
}
