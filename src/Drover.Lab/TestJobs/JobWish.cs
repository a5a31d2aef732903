using Drover.Kernel.Operations;
using Drover.Lab.Definitions;

namespace Drover.Lab.TestJobs;

/// <summary>What a job definition asks of the lab, apart from what it asks of the worker.</summary>
internal sealed record JobWish(JobDefinition Definition, string Visibility)
{
    public string Name => Definition.Name;

    public int Priority => Definition.Priority;

    /// <exception cref="OperationException">The definition is wrong; the text names key and line.</exception>
    public static JobWish Read(string definition)
    {
        try
        {
            var read = JobDefinition.Read(definition, DefinitionRules.Submission);
            var visibility = read.Visibility.IsPublic ? "public" : read.Visibility.Groups.IsEmpty ? "personal" : string.Join(',', read.Visibility.Groups);
            return new JobWish(read, visibility);
        }
        catch (DefinitionException e)
        {
            throw Refusal.WrongInput(e.Message);
        }
    }
}
