using System.Text.RegularExpressions;
using Drover.Kernel.Operations;

namespace Drover.Cluster.Tagging;

/// <summary>OP_TAGS_SEARCH: all tags in which a regular expression is found, as pairs of path and tag. Runs beside the writer,
/// because the expression is the user's.</summary>
internal sealed class SearchTags() : ClusterEffectOperation("OP_TAGS_SEARCH")
{
    protected override void Check(OperationContext context) => Pattern(context);

    protected override Task<OpcodeOutcome> DoAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var pattern = Pattern(context);
        try
        {
            return Task.FromResult(new OpcodeOutcome(RawJson.Write(writer =>
            {
                writer.WriteStartArray();
                foreach (var (_, path, target) in Tags.Everything(context.State))
                    foreach (var tag in target.Tags)
                        if (pattern.IsMatch(tag))
                            writer.WriteTexts([path, tag]);
                writer.WriteEndArray();
            })));
        }
        catch (RegexMatchTimeoutException)
        {
            throw Refusal.WrongInput($"Parameter 'pattern' takes too long: searching one tag for '{context["pattern"].GetString()}' took over a second");
        }
    }

    private static Regex Pattern(OperationContext context)
    {
        var text = context["pattern"].GetString()!;
        try
        {
            return new Regex(text, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException problem)
        {
            throw Refusal.WrongInput($"Parameter 'pattern' is no regular expression: {problem.Message}");
        }
    }
}
