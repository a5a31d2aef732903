using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Opcodes;

namespace Drover.Cluster.Tagging;

/// <summary>What the operations on tags of one object have in common.</summary>
internal abstract class TagOperation(string opId) : ClusterStateOperation(opId)
{
    public override LockSet Locks(OpcodeScope scope)
    {
        var target = Target(scope);
        return target switch
        {
            Nodes.Node => Locking.Shared.WithNode(target.Uuid, LockMode.Exclusive),
            Groups.NodeGroup => Locking.Shared.WithGroup(target.Uuid, LockMode.Exclusive),
            Instances.Instance => Locking.Shared.With(Locking.Instance, target.Name, LockMode.Exclusive),
            Networks.Network => Locking.Shared.With(Locking.Network, target.Uuid, LockMode.Exclusive),
            _ => Locking.Shared,
        };
    }

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        foreach (var tag in scope["tags"].Texts())
            if (Tags.Problem(tag) is { } problem)
                throw new OperationException("TagError", problem);
    }

    protected static ConfigObject Target(OpcodeScope scope) => Tags.Target(scope.State, scope["kind"].Text()!, scope["name"].Text());
}

/// <summary>OP_TAGS_SET: adds tags; those that are there already stay.</summary>
internal sealed class SetTags() : TagOperation("OP_TAGS_SET")
{
    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var target = Target(scope);
        var tags = target.Tags.Union(scope["tags"].Texts(), StringComparer.Ordinal).ToList();
        if (tags.Count > Tags.MaxPerObject)
            throw new OperationException("TagError", $"Parameter 'tags' would give {tags.Count} tags to one object; at most {Tags.MaxPerObject} are allowed");
        if (tags.Count > target.Tags.Length)
            Tags.Store(decision, target, tags);
        return OpcodeOutcome.None;
    }
}

/// <summary>OP_TAGS_DEL: removes tags, all of which must be there.</summary>
internal sealed class DeleteTags() : TagOperation("OP_TAGS_DEL")
{
    public override void CheckPrerequisites(OpcodeScope scope)
    {
        base.CheckPrerequisites(scope);
        var missing = scope["tags"].Texts().Except(Target(scope).Tags, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
            throw new OperationException("OpPrereqError", $"Tag(s) {string.Join(", ", missing.Select(t => $"'{t}'"))} not found", "unknown_entity");
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var target = Target(scope);
        var gone = scope["tags"].Texts();
        if (gone.Count > 0)
            Tags.Store(decision, target, target.Tags.Except(gone, StringComparer.Ordinal));
        return OpcodeOutcome.None;
    }
}

/// <summary>OP_TAGS_GET: the tags of an object.</summary>
internal sealed class GetTags() : ClusterStateOperation("OP_TAGS_GET")
{
    public override LockSet Locks(OpcodeScope scope)
    {
        var target = Tags.Target(scope.State, scope["kind"].Text()!, scope["name"].Text());
        if (!scope["use_locking"].IsTrue())
            return Locking.Shared;
        return target switch
        {
            Nodes.Node => Locking.Shared.WithNode(target.Uuid, LockMode.Shared),
            Groups.NodeGroup => Locking.Shared.WithGroup(target.Uuid, LockMode.Shared),
            Instances.Instance => Locking.Shared.With(Locking.Instance, target.Name, LockMode.Shared),
            _ => Locking.Shared,
        };
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision) =>
        new(RawJson.Write(writer => writer.WriteTexts(Tags.Of(scope.State, scope["kind"].Text()!, scope["name"].Text()))));
}
