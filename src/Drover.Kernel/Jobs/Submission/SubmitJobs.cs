using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Kernel.Jobs.Opcodes;
using Drover.Kernel.Journal;
using Drover.Kernel.State;

namespace Drover.Kernel.Jobs;

/// <summary>The answer for one job of a submit.</summary>
/// <param name="Id">The id drawn for it, also when it was refused.</param>
/// <param name="Refusal">Why it was refused, or null.</param>
public sealed record SubmitAnswer(long Id, SubmitRefusedException? Refusal);

/// <summary>Submits one or many jobs. Ids are drawn in one step for all of them.</summary>
/// <param name="jobs">Opcodes of each job.</param>
/// <param name="passDrain">Whether a drained queue takes them all the same.</param>
/// <param name="token">Client token: given twice, the same jobs are answered. Unique per caller, kept for <see cref="KernelOptions.TokenLifetime"/>.</param>
/// <param name="reachBack">Whether a relative dependency may reach before this call (single submits of Ganeti 3).</param>
public sealed class SubmitJobs(
    IReadOnlyList<IReadOnlyList<AcceptedOpcode>> jobs, bool passDrain = false, string? token = null, bool reachBack = false)
    : Command<IReadOnlyList<SubmitAnswer>>
{
    private readonly Dictionary<long, JobStatus> _departed = [];
    private TokenRow? _known;
    private byte[] _digest = [];

    /// <inheritdoc/>
    public override bool CreatesWork => true;

    /// <inheritdoc/>
    protected internal override void LookUp(Func<IStoreReader> store, KernelState state, Caller caller)
    {
        if (token is not null)
        {
            _digest = Digest();
            _known = store().Token(OwnerOf(caller), token);
        }
        foreach (var job in jobs)
            foreach (var opcode in job)
                foreach (var dependency in opcode.Depends)
                    if (dependency.Job > 0 && !state.Jobs.ContainsKey(dependency.Job)
                        && store().Job(dependency.Job) is { Phase: JobPhase.Archived } archived)
                        _departed[dependency.Job] = RowProjection.DecodeIndex(archived.Id, archived.Index.Span).Status;
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<SubmitAnswer> Decide(Decision decision)
    {
        if (token is not null)
            _known ??= decision.Rows.OfType<TokenRow>().FirstOrDefault(row => row.Caller == OwnerOf(decision.Caller) && row.Token == token);
        if (_known is not null)
            return Again(_known);
        Admit(decision);

        var answers = new SubmitAnswer[jobs.Count];
        var first = decision.State.QueueState.LastJobId + 1;
        var ids = new List<long>(jobs.Count);
        for (var i = 0; i < jobs.Count; i++)
        {
            var id = first + i;
            var mark = decision.Mark();
            try
            {
                JobSubmission.Submit(decision, id, decision.Caller.Principal, jobs[i], ids, reachBack, _departed);
                answers[i] = new SubmitAnswer(id, null);
            }
            catch (SubmitRefusedException refusal)
            {
                decision.RollBack(mark);
                answers[i] = new SubmitAnswer(id, refusal);
            }
            ids.Add(id);
        }
        if (jobs.Count > 0 && decision.State.QueueState.LastJobId < first + jobs.Count - 1)
            decision.Emit(new JobIdsSkipped(first + jobs.Count - 1));
        if (token is not null)
            Remember(decision, answers);
        return answers;
    }

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

    private IReadOnlyList<SubmitAnswer> Again(TokenRow known)
    {
        if (!known.Digest.Span.SequenceEqual(_digest))
            throw new SubmitRefusedException("TOKEN_REUSED",
                $"The token '{token}' was used before for other jobs. Use a new token for each new submit.");
        using var answer = JsonDocument.Parse(known.Answer);
        return [.. answer.RootElement.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number
            ? new SubmitAnswer(item.GetInt64(), null)
            : new SubmitAnswer(0, new SubmitRefusedException(item[0].GetString()!, item[1].GetString()!)))];
    }

    private void Remember(Decision decision, SubmitAnswer[] answers)
    {
        var answer = RawJson.Write(writer =>
        {
            writer.WriteStartArray();
            foreach (var item in answers)
            {
                if (item.Refusal is null)
                {
                    writer.WriteNumberValue(item.Id);
                    continue;
                }
                writer.WriteStartArray();
                writer.WriteStringValue(item.Refusal.Code);
                writer.WriteStringValue(item.Refusal.Message);
                writer.WriteEndArray();
            }
            writer.WriteEndArray();
        });
        decision.Write(new TokenRow(OwnerOf(decision.Caller), token!, decision.Now, _digest, answer.Utf8));
    }

    /// <summary>Tokens are kept by user id; all that have none share the last one.</summary>
    private static uint OwnerOf(Caller caller) => caller.Principal.Uid ?? uint.MaxValue;

    private byte[] Digest()
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
