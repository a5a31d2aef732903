using Drover.Cluster.Vocabulary;
using Drover.Kernel;
using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Kernel.Queries;
using Drover.Opcodes;

namespace Drover.Cluster.Queries;

/// <summary>OP_QUERY: a query of any resource as a job; the result is what a direct query answers.</summary>
internal sealed class RunQuery() : ClusterEffectOperation("OP_QUERY")
{
    /// <summary>It only looks.</summary>
    public override Recovery Recovery => Recovery.Requeue;

    protected override async Task<OpcodeOutcome> DoAsync(OperationContext context, CancellationToken cancellationToken)
    {
        try
        {
            var fields = context["fields"].Texts();
            var filter = context["qfilter"] is { } given && given.IsGiven() ? FilterList.Read(given) : null;
            var resource = context.Kernel.Model.Resources.Get(context["what"].GetString()!).Foreign;
            using var look = context.Kernel.Look(Caller.System, fields);
            var result = await resource.QueryAsync(look, new QueryRequest(fields, filter), cancellationToken);
            return new OpcodeOutcome(RawJson.Write(result.WriteTo));
        }
        catch (FilterSyntaxException problem)
        {
            throw Refusal.WrongInput($"Parameter 'qfilter': {problem.Message}");
        }
        catch (QueryException problem)
        {
            throw QueryRefusal.From(problem);
        }
    }
}

/// <summary>OP_QUERY_FIELDS: which fields a resource has.</summary>
internal sealed class QueryFields() : ClusterStateOperation("OP_QUERY_FIELDS")
{
    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        try
        {
            var resource = decision.Model.Resources.Get(scope["what"].GetString()!);
            var fields = GanetiFields.Describe(resource, scope["fields"].IsGiven() ? scope["fields"].Texts() : null);
            return new OpcodeOutcome(RawJson.Write(writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartArray("fields");
                foreach (var field in fields)
                    field.WriteTo(writer);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }));
        }
        catch (QueryException problem)
        {
            throw QueryRefusal.From(problem);
        }
    }
}
