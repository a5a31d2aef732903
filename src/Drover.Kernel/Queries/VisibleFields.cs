namespace Drover.Kernel.Queries;

/// <summary>The fields of a resource as one caller may see them: what is hidden reads as unavailable, also for filters and sort orders.</summary>
internal sealed class VisibleFields<TRow> where TRow : notnull
{
    private readonly Resource<TRow> _resource;
    private readonly Caller _caller;
    private readonly bool _seesAll;

    /// <exception cref="NotAllowedException">The caller may not view the resource, or not so much as the names of its rows.</exception>
    public VisibleFields(Resource<TRow> resource, Caller caller)
    {
        (_resource, _caller) = (resource, caller);
        _seesAll = AccessGate.Allows(caller, new Permission(AccessAction.Inspect, resource.Name));
        if (_seesAll)
            return;
        AccessGate.Require(caller, new Permission(AccessAction.View, resource.Name));
        if (resource.FindField(resource.NameField)!.Definition.Visibility != Visibility.Everyone)
            throw new NotAllowedException(caller, new Permission(AccessAction.Inspect, resource.Name));
    }

    /// <summary>The field of that name; null when there is none.</summary>
    public Field<TRow>? Find(string name)
    {
        var field = _resource.FindField(name);
        if (field is null || _seesAll || field.Definition.Visibility == Visibility.Everyone) return field;
        if (field.Definition.Visibility == Visibility.Owner && _resource.Parts.Owner is { } ownerOf)
            return new(field.Definition, (context, row) => IsFor(row, ownerOf(row)) ? field.Read(context, row) : FieldValue.Unavailable);
        return new(field.Definition, static (_, _) => FieldValue.Unavailable);
    }

    private bool IsFor(TRow row, Principal owner) =>
        AccessGate.Sees(_caller, Visibility.Owner, _resource.Name, _resource.Parts.Key!(row).ToString(), owner);
}
