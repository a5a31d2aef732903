using Drover.Kernel.Operations;
using Drover.Lab.Definitions;

namespace Drover.Lab.TestJobs;

/// <summary>What a job definition asks of the lab, apart from what it asks of the worker.</summary>
internal sealed record JobWish(string Name, string DeviceType, IReadOnlyList<string> Tags, int Priority, string Visibility, TimeSpan? QueueTimeout)
{
    /// <exception cref="OperationException">The definition is wrong; the text names key and line.</exception>
    public static JobWish Read(string definition)
    {
        try
        {
            var read = JobDefinition.Read(definition, DefinitionRules.Submission);
            var visibility = read.Visibility.IsPublic ? "public" : read.Visibility.Groups.IsEmpty ? "personal" : string.Join(',', read.Visibility.Groups);
            return read.DeviceType is { } type
                ? new JobWish(read.Name, type, read.Tags, read.Priority, visibility, read.QueueTimeout)
                : throw Refusal.WrongInput("protocols: jobs of several devices (lava-multinode) are not run yet: give a device_type");
        }
        catch (DefinitionException e)
        {
            throw Refusal.WrongInput(e.Message);
        }
    }
}
