using System.Collections.Immutable;
using Drover.Kernel.Commands;
using Drover.Kernel.Journal;
using Drover.Kernel.State;
using Drover.Opcodes;

namespace Drover.Kernel.Jobs;

/// <summary>Says what a submit would be answered now, and takes nothing in.</summary>
/// <param name="jobs">Opcodes of each job.</param>
/// <param name="reachBack">As of the submit.</param>
public sealed class RehearseSubmit(IReadOnlyList<IReadOnlyList<AcceptedOpcode>> jobs, bool reachBack = false) : Command<IReadOnlyList<SubmitForecast>>
{
    private readonly SubmitJobs _submit = new(jobs, reachBack: reachBack);
    private readonly List<SubmitForecast> _forecasts = [];

    /// <inheritdoc/>
    public override bool CreatesWork => true;

    internal override bool HasMore => _submit.HasMore;

    internal override bool IsTakenInNeed(KernelModel model) => _submit.IsTakenInNeed(model);

    /// <inheritdoc/>
    protected internal override IEnumerable<Permission> Permissions(KernelState state) => _submit.Permissions(state);

    /// <inheritdoc/>
    protected internal override void LookUp(Func<IStoreReader> store, KernelState state, Caller caller) => _submit.LookUp(store, state, caller);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<SubmitForecast> Decide(Decision decision)
    {
        var mark = decision.Mark();
        _submit.Rebase(decision.State);
        var answers = _submit.Decide(decision);
        var first = answers[^1].Id - (answers.Count - 1);
        _forecasts.AddRange(answers.Skip(_forecasts.Count).Select(answer => new SubmitForecast(answer.Refusal,
            answer.Refusal is null ? [.. decision.State.Unfinished(answer.Id)!.Ops.Select(op => Foresee(decision.State, first, answer.Id, op))] : [])));
        decision.RollBack(mark);
        foreach (var answer in answers)
            decision.Forget(answer.Id);
        return _forecasts;
    }

    /// <param name="first">Jobs from here on are of this submit, and those before the job itself are still to come.</param>
    private static OpcodeForecast Foresee(KernelState state, long first, long job, Opcode op) => new(
        op.Depends.Where(dependency => dependency.JobId < first || dependency.JobId >= job).Select(dependency => DependencyCheck.Problem(state, job, dependency)).FirstOrDefault(problem => problem is not null),
        [.. op.Depends.Select(dependency => dependency.JobId).Where(id => id < first && state.Unfinished(id) is not null)]);
}

/// <summary>What would become of one job of a submit.</summary>
/// <param name="Refusal">Why it would be refused, or null.</param>
/// <param name="Opcodes">What its dependencies mean for each opcode; none when it would be refused.</param>
public sealed record SubmitForecast(SubmitRefusedException? Refusal, ImmutableArray<OpcodeForecast> Opcodes);

/// <summary>What the dependencies of an opcode mean for it.</summary>
/// <param name="Problem">Why it would not run, or null.</param>
/// <param name="WaitsFor">Jobs whose end it would wait for.</param>
public sealed record OpcodeForecast(string? Problem, ImmutableArray<long> WaitsFor);
