using Drover.Nodes;
using Drover.Nodes.TestJobs;
using Drover.NodeWire.Translation;
using P = Drover.NodeWire.Protocol;

namespace Drover.NodeAgent.TestJobs;

/// <summary>Carries out what masters call about test jobs.</summary>
/// <param name="node">This node.</param>
internal sealed class TestJobCalls(INode node)
{
    /// <summary>Less than what a master waits for an answer.</summary>
    private static readonly TimeSpan s_longestPatience = TimeSpan.FromSeconds(30);

    /// <summary>Whether an order is about test jobs.</summary>
    public static bool Takes(P.Call call) => call.KindCase is >= P.Call.KindOneofCase.OpenTestJobs and <= P.Call.KindOneofCase.CleanTestJobs;

    /// <summary>The answer to a call that is about test jobs.</summary>
    public async Task<P.Answer> AnswerAsync(P.Call call, CancellationToken cancellationToken)
    {
        var jobs = node.TestJobs ?? throw new DroverException("NO_TEST_JOBS", $"Node {node.Name} takes no test jobs: its agent does not run with --test-jobs.");
        var term = call.Order?.Term ?? 0;
        switch (call.KindCase)
        {
            case P.Call.KindOneofCase.OpenTestJobs:
                return new P.Answer { TestJobs = (await jobs.OpenAsync(term, cancellationToken)).ToMessage() };
            case P.Call.KindOneofCase.PrepareTestJob:
                return Done(await jobs.PrepareAsync(term, call.PrepareTestJob.Job, cancellationToken));
            case P.Call.KindOneofCase.StartStep:
                return Done(await jobs.StartAsync(term, call.StartStep.Step.ToKey(), call.StartStep.ToSpec(), cancellationToken));
            case P.Call.KindOneofCase.LookAtStep:
                return new P.Answer { Step = (await LookAsync(jobs, call.LookAtStep, cancellationToken)).ToMessage() };
            case P.Call.KindOneofCase.EndStep:
                return Done(await jobs.EndTreeAsync(term, call.EndStep.Step.ToKey(), TimeSpan.FromMicroseconds(call.EndStep.Grace), cancellationToken));
            case P.Call.KindOneofCase.ForgetStep:
                await jobs.ForgetAsync(term, call.ForgetStep.Step.ToKey(), cancellationToken);
                return Done(null);
            case P.Call.KindOneofCase.CloseTestJob:
                return new P.Answer { TestJob = new P.TestJobDone { EndedSteps = await jobs.CloseAsync(term, call.CloseTestJob.Job, cancellationToken) } };
            default:
                var cleaned = new P.TestJobsCleaned();
                cleaned.Jobs.AddRange(await jobs.CleanAsync(term, TimeSpan.FromMicroseconds(call.CleanTestJobs.Unused), [.. call.CleanTestJobs.Keep], cancellationToken));
                return new P.Answer { Cleaned = cleaned };
        }
    }

    private static Task<StepState> LookAsync(INodeTestJobs jobs, P.LookAtStep look, CancellationToken cancellationToken)
    {
        var patience = TimeSpan.FromMicroseconds(look.Patience);
        return jobs.LookAsync(look.Step.ToKey(), patience < s_longestPatience ? patience : s_longestPatience, cancellationToken);
    }

    private static P.Answer Done(string? problem)
    {
        var done = new P.TestJobDone();
        if (problem is not null)
            done.Problem = problem;
        return new P.Answer { TestJob = done };
    }
}
