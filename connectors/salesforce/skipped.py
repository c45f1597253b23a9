"""Objects that Salesforce lists among those that can be queried, and that bring no rows, or only by a filter or an id.

The lists age: whatever an org has besides is refused when it is read, and the other objects go on.
"""

from __future__ import annotations

NOT_AS_ROWS_ENDINGS = ("ChangeEvent", "__e", "__x", "__ChangeEvent", "__hd", "__xo")
"""Events, which pass by, and rows of other systems."""

NEED_A_FILTER = frozenset(
    """
    AppTabMember CollaborationGroupRecord ColorDefinition ContentDocumentLink ContentFolderItem ContentFolderMember
    DataStatistics DatacloudDandBCompany EntityParticle FieldDefinition FlexQueueItem FlowTestView FlowVariableView
    FlowVersionView IconDefinition IdeaComment ListViewChartInstance NetworkUserHistoryRecent OwnerChangeOptionInfo
    PicklistValueInfo PlatformAction RelationshipDomain RelationshipInfo SearchLayout SiteDetail UserEntityAccess
    UserFieldAccess Vote
    """.split()
)
"""Objects that only answer with a filter on certain fields."""

NOT_BY_QUERY = frozenset(
    """
    ActivityHistory AggregateResult AttachedContentDocument AttachedContentNote CombinedAttachment DatacloudAddress
    DataType EmailStatus EmailTemplateChangeEvent EntityDefinition FolderedContentDocument LookedUpFromActivity Name
    NoteAndAttachment OpenActivity OutgoingEmail OutgoingEmailRelation OwnedContentDocument Publisher
    QuoteTemplateRichTextData RecordActionHistory RelatedListColumnDefinition RelatedListDefinition
    RemoteKeyCalloutEvent TenantUsageEntitlementView TopicAssignmentRecord UserRecordAccess XmlSchema
    """.split()
)
"""Objects that no query brings as rows of their own."""

NOT_AS_ROWS = NEED_A_FILTER | NOT_BY_QUERY

NOT_IN_BULK = frozenset(
    """
    AcceptedEventRelation AssetTokenEvent Attachment CaseStatus ContractStatus DeclinedEventRelation EventRelation
    EventWhoRelation FieldSecurityClassification KnowledgeArticle KnowledgeArticleVersion
    KnowledgeArticleVersionHistory KnowledgeArticleViewStat KnowledgeArticleVoteStat OrderStatus PartnerRole
    RecentlyViewed ServiceAppointmentStatus ShiftStatus SolutionStatus TaskPriority TaskStatus TaskWhoRelation
    UndecidedEventRelation WorkOrderLineItemStatus WorkOrderStatus WorkStepStatus
    """.split()
)
NOT_IN_BULK_ENDINGS = ("Feed",)
"""Objects that are always read by REST. Others that Bulk 2.0 refuses are found when it does."""
