-- What each category is, in the words of the labelling guide, for the person who decides.

create table category_guides (
    category_id smallint primary key references categories,
    belongs text not null,
    does_not text not null,
    example text not null
);
comment on table category_guides is 'Corrections: the guide beside the review queue';

insert into category_guides (category_id, belongs, does_not, example)
select c.id, g.belongs, g.does_not, g.example
from (values
    ('applications',
     'Joining the SEC: form, fee, Accession Agreement, the GBP 1 share. Entering as a User: UEP evidence, UEPT, SREPT, a new User Role. Leaving by choice.',
     'Booking or result of an assessment (User CIO). Default or expulsion (Panel & Board). Identifiers of an existing Party (Signifiers). No intent to join (General).',
     'Accession form with "and when do we get our Signifier?"'),
    ('sub-committees',
     'SSC, SMKI PMA, TABASC, OPSG, TAG and their sub-groups: meetings, papers, minutes, nominations, expenses, the documents they own, data they ask for, incidents and vulnerabilities.',
     'One organisation''s assessment (User CIO). A view on a numbered modification, Change Board and Working Groups (Modifications). A mere change of address (Contact Info).',
     'SSC_81 - apologies and alternate'),
    ('consultation',
     'Responses to, questions about and notices of consultations that belong to no modification: draft budget, release policy, BEIS, Ofgem or DCC consultations.',
     'Refinement consultations, requests for information and Modification Report Consultations (Modifications).',
     'Response to draft Panel budget consultation'),
    ('contact-info',
     'Who a Party is and how to reach it: Change in Party Details, new or leaving contacts, website accounts, mailing lists.',
     'Machine bounces (Other). A seat on a Panel or Sub-Committee. A Signifier after renaming, when that is what is asked.',
     'Please remove leaver from all SEC lists'),
    ('general',
     'A real question that SECAS can answer or pass on and that has no other home: what the SEC says, where a document is, how charges or the CPL work.',
     'A question inside another process. A consumer''s complaint or instruction meant for a supplier (Other).',
     'Who do I contact about my smart meter?'),
    ('panel-board',
     'SEC Panel and SECCo Board: papers, attendance, votes, elections, defaults, expulsions, supplier failures, budget papers, company matters, letters to the chair.',
     'Modification papers (Modifications). Assessment statuses (User CIO). Responses to the budget consultation (Consultation). Engagement Day (Training).',
     'Ex-committee: Event of Default, please vote by noon'),
    ('modifications',
     'Anything that raises, refines, consults on, votes on, drafts or implements a change to the SEC; mail that carries a modification number; Working Groups, Change Board, Releases, designations.',
     'Consultations without a modification. How the SEC works today (General). A number only in a signature or quoted below.',
     'SECMP0053 - refinement consultation response'),
    ('user-cio',
     'One organisation''s security or privacy assessment (FUSA, VUSA, SSA, FUPA, RSPA, PSA): booking, evidence, fieldwork, report, remediation, Director''s Letter, status, rate card and invoice.',
     'SSC meetings and general security documents (Sub-Committees). Complete UEP evidence (Applications). Selling to "the CIO" (Other).',
     'FUSA booking - w/c 9 September'),
    ('signifiers',
     'Party and RDP Signifiers, organisation numbers, EUI-64 ranges, the ID Allocation Spreadsheet, outside an accession. One mis-sort changes this row by half: look twice.',
     'A Signifier as part of accession (Applications). A rename alone (Contact Info). A device''s EUI (General).',
     'EUI-64 range for new User role'),
    ('training',
     'Learning and engagement events: booking, cancelling, slides, speakers, venue, feedback. The Engagement Day too.',
     'Governance meetings (their rows). Modifications Question Hour (Modifications). Commercial courses offered to SECAS (Other).',
     'RSVP: Engagement Day 11 July - two places'),
    ('other',
     'Machine-made mail, spam, selling, misdirected mail, CPL submissions, supplier invoices, surveys, complaints about SECAS, unreadable mail.',
     'Anything another row accepts, however untidy. "Other" is not the place for unsure.',
     'CPL submission - new electricity meter model')
) as g (key, belongs, does_not, example)
join categories c using (key);
